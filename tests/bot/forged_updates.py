"""Updates as Telegram could send them, and as somebody would who wants in. All from a seed.

`update_types.json` has the types that an update is made of, each field with its types and a ? where
it may be missing: Bot API 10.1, by way of github.com/PaulSonOfLars/telegram-bot-api-spec (MIT).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.bot.phone import JSON

ANN, BOB, CARL = 1001, 1002, 1003
GROUP, CHANNEL = -1_000_000_002_001, -1_000_000_003_001

_TYPES: dict[str, Any] = json.loads((Path(__file__).parent / "update_types.json").read_text())
KINDS = [field.rstrip("?") for field in _TYPES["Update"] if field != "update_id"]

EVIL = "https://e.ex"
SAVED = f'<a href="{EVIL}">B</a>&'
"""What Bob calls a result of his."""
TEXTS = [
    *("/start", "/help", "/check", "/result", "/share", "/save", "/saved", "/export", "/delete"),
    *("/todo", "/remind", "/settings", "/privacy", "/whatif", "/ask", "/back", "/cancel", "/send"),
    *("backdoor", "2026", "single", "45", "300k", "yes", "no", "rollover", "6,000", "not sure"),
    *(
        "/start ref_<b>",
        "/start ref_ann",
        "/start inv_",
        "/start inv_aaaaaaaaaaaaaaaa",
        "/start x y",
    ),
    *("/stats", "/invite 5", f"/shutout {ANN}", f"/letin {BOB}", "/reply AAAA-AAAA <b>words</b>"),
    f'<a href="{EVIL}">tap</a>',
    "<b>unclosed & &amp; </i> <script>alert(1)</script>",
    f"/save {SAVED}",
    f'/ask what is <a href="{EVIL}">basis</a>?',
    f"[x]({EVIL}) *bold* `code` ||spoiler||",
    *("&#x3c;b&#x3e;", "&nbsp;", "%s %(x)s {x} {0.__class__}", "'; DROP TABLE persons; --"),
    *("9" * 4_000, "-1", "1e999999", "0.1" + "0" * 3_000, "½", "٣٥", "$" * 500, "NaN", "inf"),
    *(
        "\u202e" + "95k",
        "\u200b" * 300,
        "\x00\x01\x02",
        "a\ud800b",
        "\U0001f468\u200d\U0001f469",
        " ",
    ),
    *("a" * 4_096, "b" * 5_000, "\n" * 2_000, "😀" * 2_048, "my age is 45, income 300k, single"),
]
_ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    2**31,
    2**63,
    10**400,
    1.5,
    "",
    "x",
    [],
    {},
    [[]],
    {"id": ANN},
]
DATA = [
    *("c|start|", "c|delete|", "y|delete|yes", "y|send|yes", "a|goal|backdoor", "a|age|45"),
    *("s|open|0|", "s|surely|0|", "o||", "o|more|", "v|AAAA-AAAA", "r|all|", "p|rich", "w|wait|"),
    *(
        "|" * 30,
        "a|" + "x" * 62,
        "\ud800",
        "ä|ö",
        "a|income|" + "9" * 50,
        "",
        "c|\x00|",
        "z" * 5_000,
    ),
]


class Forger:
    def __init__(self, seed: int, seen: Sequence[str] = ()) -> None:
        """``seen`` is what buttons carry that the bot has shown to anybody."""
        self.random = Random(seed)
        self._seen = seen
        self._next_id = 700_000_000

    def update(self) -> JSON:
        """One of any kind, now and then with something wrong in it."""
        self._next_id += 1
        make = self.random.choices(
            [self._said, self._tapped, self._by_the_book, self._asked_inline], [4, 3, 3, 1]
        )[0]
        update = {"update_id": self._next_id, **make()}
        if self.random.random() < 0.15:
            self._spoil(update)
        return update

    # As an attacker would

    def _said(self) -> JSON:
        kind = self.random.choices(["message", "edited_message"], [9, 1])[0]
        return {kind: self._message(self._person(), self._chat())}

    def _tapped(self) -> JSON:
        """Also below a message of somebody else, or one that is gone."""
        chat = self._chat()
        message = self._message(BOB, chat)
        if self.random.random() < 0.2:
            message = {"chat": message["chat"], "message_id": 7, "date": 0}
        query = {
            "id": str(self.random.getrandbits(60)),
            "from": self._user(self._person()),
            "message": message,
            "chat_instance": "1",
            "data": self._data(),
        }
        return {"callback_query": query}

    def _data(self) -> str:
        forged = not self._seen or self.random.random() < 0.3
        return self.random.choice(DATA if forged else self._seen)

    def _asked_inline(self) -> JSON:
        words = self.random.choice([*TEXTS, "share", "A" * 22])
        query = {"id": "1", "from": self._user(BOB), "query": words, "offset": ""}
        return {"inline_query": query}

    def _message(self, person: int, chat: JSON) -> JSON:
        number = self.random.randrange(1, 5_000)
        return {
            "message_id": number,
            "date": 1_767_225_600 + number,
            "chat": chat,
            "from": self._user(person),
            "text": self.random.choice(TEXTS),
        }

    def _person(self) -> int:
        return self.random.choice([BOB, BOB, BOB, CARL])

    def _chat(self) -> JSON:
        """Bob's mostly; sometimes Ann's, as if he were there."""
        number = self.random.choices([BOB, CARL, ANN, GROUP, CHANNEL], [6, 2, 2, 1, 1])[0]
        kind = {GROUP: "supergroup", CHANNEL: "channel"}.get(number, "private")
        return {"id": number, "type": kind, "first_name": "<b>&"}

    def _user(self, number: int) -> JSON:
        return {"id": number, "is_bot": False, "first_name": f'<a href="{EVIL}">x</a>'}

    def _spoil(self, node: Any) -> None:
        """Something in it is gone, or is of another type. Never the id of the update, and never
        the person it is from: who that is, is what Telegram vouches for."""
        places = [
            (parent, key) for parent, key in _places(node) if key not in ("update_id", "from", "id")
        ]
        if not places:
            return
        parent, key = self.random.choice(places)
        if self.random.random() < 0.4:
            del parent[key]
        else:
            parent[key] = self.random.choice(_ODD)

    # As Telegram could

    def _by_the_book(self) -> JSON:
        kind = self.random.choice(KINDS)
        (types,) = (t for field, t in _TYPES["Update"].items() if field.rstrip("?") == kind)
        return {kind: self._of_type(types, kind, 0)}

    def _of_type(self, types: str, field: str, depth: int) -> Any:
        name = self.random.choice(types.split(" or "))
        if name.startswith("Array of "):
            longest = 2 if depth < 4 else 0
            inner = name.removeprefix("Array of ")
            return [
                self._of_type(inner, field, depth + 1)
                for _ in range(self.random.randint(0, longest))
            ]
        match name:
            case "User":
                return self._user(self._person())
            case "Chat":
                return self._chat()
            case "Boolean" | "True":
                return self.random.random() < 0.5
            case "Integer":
                return self.random.choice([0, 1, 7, 2**31 - 1, 2**52, 1_767_225_600])
            case "Float":
                return self.random.choice([0.0, 1.5, -90.0])
            case "String":
                return self._data() if field == "data" else self.random.choice(TEXTS)
        made = _TYPES[name]
        if isinstance(made, list):
            return self._of_type(self.random.choice(made), field, depth)
        often = 0.3 if depth == 0 else 0.1 if depth < 3 else 0.0
        return {
            field.rstrip("?"): self._of_type(inner, field.rstrip("?"), depth + 1)
            for field, inner in made.items()
            if not field.endswith("?") or self.random.random() < often
        }


def _places(node: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, inner in items:
        if key == "from":
            continue
        found.append((node, key))
        if isinstance(inner, dict | list):
            found += _places(inner)
    return found
