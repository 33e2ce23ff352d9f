"""The ways in which people say that they do not know."""

import re

from conversations.answers.words import nearly, phrases, plain

NOT_SURE_WORDS = phrases(
    "not sure|unsure|im not sure|i'm not sure|don't know|dont know|do not know|i don't know|"
    "i dont know|idk|dunno|i dunno|no idea|no clue|unknown|uncertain|unclear|not certain|"
    "not known|tbd|who knows|beats me|hard to say|forgot|i forgot|?|??|???"
)

_VERY = r"(?:really |quite |too |so |entirely |totally |completely |exactly |100% )?"
_ABOUT = r"(?: (?:that|this|it|which|how much|exactly|about (?:that|this|it)))?"
_NOW = r"(?: (?:yet|now|right now|at the moment|anymore|any more|offhand|off hand))?"
_WAYS = re.compile(
    r"(?:(?:sorry|honestly|hmm+|um+|well|oh),? )*(?:"
    rf"(?:(?:i'?m|i am|we'?re|we are) )?not {_VERY}(?:sure|certain){_ABOUT}{_NOW}"
    rf"|(?:(?:i|we) )?{_VERY}(?:do not|don'?t|can ?not|can'?t) {_VERY}"
    rf"(?:know|remember|recall|say|tell|have (?:a clue|any idea)){_ABOUT}{_NOW}"
    r"|(?:(?:i|we) )?(?:have )?(?:absolutely )?(?:no|not an?y?|not the slightest) (?:idea|clue)"
    rf"{_NOW}"
    rf"|(?:i )?(?:forget|forgot|idk|dunno){_ABOUT}{_NOW}"
    # What has to be found out first is not known now.
    r"|(?:(?:i|we) (?:would |will )?|i'd |i'll |we'd |we'll )?"
    r"(?:have to|need to|got to|gotta|must|should|would|will|let me|i'll|i'd) "
    r"(?:look(?: (?:it|that|this))?(?: up)?|check(?: (?:it|that|this))?|find (?:it |that )?out|"
    r"ask(?: (?:my|our|the|a|her|him|them|someone|somebody)(?: \w+)?)?)"
    r"(?: (?:first|later|tomorrow))?"
    r")"
)


def not_sure(text: str) -> bool:
    """Whether the text says that the person does not know, and nothing else."""
    said = plain(text)
    return (
        said in NOT_SURE_WORDS
        or _WAYS.fullmatch(said.rstrip("?").rstrip()) is not None
        or any(nearly(said, known) for known in NOT_SURE_WORDS)
    )
