"""The questions that people ask find their entries, through the real index.

The numbers are those of the 25 questions, fears and mistakes that are raised most often where
people talk about backdoor Roth IRAs.
"""

import re
from collections.abc import Iterator

import pytest

from bot.glossary_search import GlossarySearch
from conversations.asking import is_question
from conversations.glossary import Entry, glossary
from tests.conversations.test_asking import NO_QUESTIONS

SEARCH = GlossarySearch()

ASKED = """
1 What is the pro rata rule?
  how much of my conversion will be taxed?
  whats the pro-rata rule
  does the prorata rule apply to me?
  pro rata?
  will my sep ira mess up my backdoor? -> Do SEP and SIMPLE IRAs count?
2 What if I never filed Form 8606?
  I never filed an 8606, what now?
  what happens if i forgot to file form 8606?
  can i file the 8606 now for 2019?
  am i going to be taxed twice? -> Will I be taxed twice?
3 Why does my 1099-R show everything as taxable?
  why does my 1099-R say the full amount is taxable?
  what does taxable amount not determined mean?
  1099r box 2a shows everything, is that wrong?
4 Which day's balance counts?
  does it matter what the balance was on the day i converted?
  why december 31?
  which date do you use for the ira value?
  do i use the value at year end?
5 What if I contributed for last year and converted this year?
  I contributed for 2025 in April 2026 and converted in 2026, which form?
  contribution was for last year but i converted this year, where does it go?
  which year do i report it for?
6 Do a few dollars or cents left over matter?
  there's 12 cents left in the account, does that matter?
  do i need to convert the last few pennies?
  is a $3 leftover a problem?
7 How can I avoid the tax?
  how do i get around this?
  can i roll my ira into my 401k to fix it?
  what is a reverse rollover?
  can i put the after-tax part into the 401k too? -> Can after-tax money go into my 401(k)?
8 What if I put money into a Roth IRA and earn too much?
  i put money in a roth but make too much, what now?
  i contributed directly to my roth and my income is over the limit?
  wasn't eligible for the roth contribution i made, how do i fix it?
9 How do I enter this in tax software?
  how do i enter this in turbotax?
  how to report a backdoor roth on freetaxusa?
  why does my software show i owe tax?
10 Which accounts count?
  which accounts do i have to include?
  which accounts do you add together?
  what counts?
  does my 401k count? -> Does my 401(k) count?
  do i include my wife's ira? -> Does my spouse's IRA count?
  what about an ira i inherited from my dad? -> Does an inherited IRA count?
11 What if I do not know my basis?
  what if i don't know my basis?
  i haven't kept records for 30 years, what do i do?
  how can i find out my basis if i lost my returns?
12 Is this legal?
  is the backdoor roth a loophole?
  what about the step transaction doctrine?
  could i get in trouble for this?
  how long do i have to wait to convert? -> How long must I wait before converting?
13 Does my plan allow the mega backdoor?
  how do i know if my plan allows the mega backdoor?
  does my work 401k allow a mega backdoor?
  what should i ask hr? -> What do I write to HR or the plan?
  can you write me an email to my plan administrator? -> What do I write to HR or the plan?
  does fidelity allow the mega backdoor?
  what is an in service withdrawal? -> What are in-plan conversions and in-service withdrawals?
  what does sub-account mean? -> What are in-plan conversions and in-service withdrawals?
14 How much after-tax room do I have?
  how much room do i have for after tax?
  what is the total 401k limit?
  what's my 415(c) limit?
  does the company match count? -> Does the employer's match count?
  is after-tax the same thing as roth 401k? -> Is after-tax the same as Roth 401(k)?
15 Convert in the plan or out to a Roth IRA?
  should i convert in the plan or roll out to a roth ira?
  is in-plan conversion better?
  in-plan or out?
  are the earnings taxed when i convert after-tax money? -> What is taxed in a mega backdoor?
16 Does the mega backdoor go on Form 8606?
  why is there no form 8606 for the mega backdoor?
  what does code G mean?
  what is box 5?
17 Do my 401(k) and my IRAs affect each other?
  can i do both backdoor and mega backdoor?
  are the ira and the 401k separate?
  does pro rata apply to my 401k?
  do i have to hide my 403b balance? -> Does my 401(k) count?
18 Can one withdrawal go to two places?
  one 1099-r for two rollovers, how?
  what is notice 2014-54?
  can i split after-tax and earnings?
19 What if it lost value before I converted?
  what if my account lost money before i converted?
  i converted less than i put in because the market dropped, what happens?
  what happens to leftover basis?
20 Can I undo a conversion?
  can I reverse it?
  i converted too early, can i take it back?
  is it possible to cancel a conversion?
21 What are the 5-year rules?
  whats the 5 year rule?
  when can i take my money out of the roth?
  is my money locked for five years?
  is there a penalty if i'm under 59 1/2? -> Is there a 10% penalty?
22 Does each spouse file a Form 8606?
  does my spouse need her own 8606?
  we file jointly, is there one form for both?
  do both of us have to file?
  can my wife do this without a job? -> Can a spouse without a job do it?
23 Can the plan send my after-tax money back?
  can my plan refund my contributions?
  what is the acp test?
  what does highly compensated mean?
  why are contributions suspended for 6 months?
24 Does my state tax it too?
  what about state taxes?
  does california tax it?
  does new jersey have its own basis?
25 Is there a limit on converting?
  is there a limit on how much i can convert?
  can i convert $12,001.85?
  how many times per year can i convert?
  what if i contributed too much? -> What if I contributed too much?
  i deducted it by accident, what now? -> What if I deducted it by mistake?
"""
"""Below each question its entry; ways to ask it, and after an arrow the entry of what is near."""

SLIPS = """
  what is bais? -> What is basis?
  does my 401 k conut? -> Does my 401(k) count?
  can i undo the converison? -> Can I undo a conversion?
  is this leagal? -> Is this legal?
  what is the pro ratta rule? -> What is the pro rata rule?
  whats a recharactarization? -> What is a recharacterization?
  how do i use turbotaxx? -> How do I enter this in tax software?
  dose my spouses ira count? -> Does my spouse's IRA count?
  does an inhereted ira count? -> Does an inherited IRA count?
  what is a nondeductable contribution -> What is a nondeductible contribution?
  WHAT IS A MEGA BACDOOR?? -> What is a mega backdoor Roth?
"""

AS_STRANGERS_ASKED = """
  what if I retire? -> What if I retire or stop working?
  what if i quit my job? -> What if I retire or stop working?
  can i retire early? -> What if I retire or stop working?
  does my rollover ira mess this up? -> What is the pro rata rule?
  is pro rata per account? -> What is the pro rata rule?
  how much of my backdoor is taxable if i have 95k in a rollover? -> What is the pro rata rule?
  do all my iras count or only one? -> Which accounts count?
  does vanguard and fidelity count together? -> Which accounts count?
  does a gold ira count? -> Which accounts count?
  how do i fix it? -> How can I avoid the tax?
  can i put my ira back in the 401k? -> How can I avoid the tax?
  can i move pretax ira to my 401k? -> How can I avoid the tax?
  do 457 plans count? -> Does my 401(k) count?
  what about my thrift savings plan? -> Does my 401(k) count?
  does my ira balance matter for the mega backdoor? -> Do my 401(k) and my IRAs affect each other?
  i emptied my ira in november, is that ok? -> Which day's balance counts?
  do i use the balance on the day of convertion? -> Which day's balance counts?
  what is the 60 day rule? -> What is an outstanding rollover?
  can my spouse do it too? -> Can a spouse without a job do it?
  do bonuses count? -> What counts as pay?
  can i convert less? -> Is there a limit on converting?
  how much should i convert? -> Is there a limit on converting?
  can i withdraw my contributions? -> What are the 5-year rules?
  is a conversion a distribution? -> What is a conversion?
  does the conversion raise my magi? -> What is MAGI?
  does qcd lower pro rata? -> Can I give IRA money to charity?
  my ira went down, what happens to my basis? -> What if it lost value before I converted?
  i dont know my basis? -> What if I do not know my basis?
  what do i need for the cpa? -> Which papers should I keep?
  what happens next year? -> Can I do it every year?
  which broker is best? -> Which broker should I choose?
  do i qualify? -> Do I need the backdoor at all?
  what does in plan conversion mean? -> What are in-plan conversions and in-service withdrawals?
  what is in service withdrawl? -> What are in-plan conversions and in-service withdrawals?
  will my social security be taxed? -> What does a conversion do to Social Security benefits?
  how much social security will i get? -> What does a conversion do to Social Security benefits?
  do you need my social security number? -> Who can see my answers?
  my tax guy left out the 8606, can i fix it? -> What if I never filed Form 8606?
  fidelity sent a 1099-R all taxable, a mistake? -> Why does my 1099-R show everything as taxable?
  i converted in march with a balance of zero, am i fine? -> Which day's balance counts?
  i rolled a 401k over in august, bad? -> Does a rollover into an IRA later in the year count?
  can my plan say no? -> Must my plan accept a rollover?
  why is turbotax showing tax due? -> How do I enter this in tax software?
  i have no idea what my basis is, what now? -> What if I do not know my basis?
  do i pay tax on gains in the after tax account? -> What is taxed in a mega backdoor?
  do i need an 8606 for the 401k thing? -> Does the mega backdoor go on Form 8606?
  my plan made one check for both, ok? -> Can one withdrawal go to two places?
  why did my 401k send me a check back? -> Can the plan send my after-tax money back?
  will they stop my match if i withdraw? -> Can the plan send my after-tax money back?
  is it bad that i contributed 9000? -> What if I contributed too much?
  i only earned 3000, can i put in 7000? -> What counts as pay?
  do i have to be under the income limit to convert? -> Is there a limit on converting?
  when can i touch the money? -> What are the 5-year rules?
  does new jersey tax it? -> Does my state tax it too?
"""
"""In words that no entry was written for."""

NO_ENTRY = """
  what if i die?
  what happens when i die?
  do i lose money?
  is this free?
  which stocks should i buy?
  what's the weather tomorrow?
  how do i cook rice?
  what is bitcoin?
  should i buy tesla stock?
  can you book me a flight to paris?
  who won the world cup?
  what is the meaning of life?
  how do i refinance my mortgage?
  is my car insurance too expensive?
  how do i claim the child tax credit?
  does my dog count?
  what is an annuity?
  how does life insurance work?
  what are treasury bonds?
  should i pay off student loans first?
  how do i reset my password?
  is alimony taxable?
  do cats dream?
  what are nfts?
  where can i watch football?
"""


def cases(text: str) -> Iterator[tuple[str, str]]:
    """What is asked, and the entry that answers it."""
    near = ""
    for line in text.strip("\n").splitlines():
        if heading := re.match(r"\d+ (.+)", line):
            near = heading[1]
        else:
            asked, _, entry = line.strip().partition(" -> ")
            yield asked, entry or near


def answered(entry: Entry | None) -> str | None:
    return None if entry is None else entry.asked


@pytest.mark.parametrize(
    ("asked", "entry"), [*cases(ASKED), *cases(SLIPS), *cases(AS_STRANGERS_ASKED)]
)
def test_what_people_ask_is_answered(asked: str, entry: str) -> None:
    assert is_question(asked)
    assert answered(SEARCH(asked)) == entry


def test_each_of_the_25_is_asked_in_three_ways_at_least() -> None:
    numbered = re.split(r"^\d+ ", ASKED.strip("\n"), flags=re.MULTILINE)[1:]
    assert len(numbered) == 25
    for question in numbered:
        heading, *ways = question.strip().splitlines()
        assert len([way for way in ways if "->" not in way]) >= 3, heading


@pytest.mark.parametrize("asked", [line.strip() for line in NO_ENTRY.strip().splitlines()])
def test_what_has_no_entry_is_not_answered_by_another(asked: str) -> None:
    assert SEARCH(asked) is None


@pytest.mark.parametrize("entry", glossary(), ids=lambda entry: entry.asked)
def test_every_way_to_ask_finds_its_entry(entry: Entry) -> None:
    for way in entry.ways:
        assert answered(SEARCH(way)) == entry.asked, way


@pytest.mark.parametrize(
    "text",
    [*NO_QUESTIONS, "you", "'\" OR NEAR(x", "*", "text:basis\0", "\ud83d", f"is {'xyz' * 1_300}"],
)
def test_any_text_can_be_looked_up(text: str) -> None:
    SEARCH(text)


def test_an_index_is_made_when_the_first_question_comes() -> None:
    made = []

    def entries() -> tuple[Entry, ...]:
        made.append(True)
        return glossary()

    search = GlossarySearch(entries)
    assert not made
    assert search("what is basis?") is search("basis?")
    assert len(made) == 1
