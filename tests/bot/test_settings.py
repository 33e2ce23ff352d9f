"""A wrong setting is one line that names it. Nothing is guessed, and the token is never shown."""

from datetime import date
from pathlib import Path

import pytest

from bot.settings import Settings, WrongSetting, read_settings
from tests.bot.program import ERRORS, Program

TOKEN = "123456:a-secret"


@pytest.fixture(autouse=True)
def _nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where no .env is
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PRORATA_{name}".upper(), raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()
    assert settings.token is None
    assert settings.today is None
    assert settings.booking_url is None
    assert settings.api_root == "https://api.telegram.org"
    assert settings.database == Path("data/prorata.db")


def test_everything_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRORATA_TOKEN", TOKEN)
    monkeypatch.setenv("PRORATA_API_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv("PRORATA_DATABASE", "/srv/talks.db")
    monkeypatch.setenv("PRORATA_TODAY", "2026-11-21")
    monkeypatch.setenv("PRORATA_BOOKING_URL", "https://cpa.example/book?ref={code}")
    settings = read_settings()
    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    assert settings.api_root == "http://127.0.0.1:8081"
    assert settings.database == Path("/srv/talks.db")
    assert settings.today == date(2026, 11, 21)
    assert settings.booking_url == "https://cpa.example/book?ref={code}"


WRONG = [
    ("PRORATA_TODAY", "yesterday"),
    ("PRORATA_TODAY", "2026-02-30"),
    ("PRORATA_TODAY", "21.11.2026"),
    ("PRORATA_TODAY", "1795219200"),
    ("PRORATA_API_URL", "api.telegram.org"),
    ("PRORATA_API_URL", "ftp://api.telegram.org"),
    ("PRORATA_API_URL", "http://"),
    ("PRORATA_BOOKING_URL", "http://cpa.example/book"),
    ("PRORATA_BOOKING_URL", "cpa.example"),
    ("PRORATA_BOOKING_URL", "https://"),
    ("PRORATA_BOOKING_URL", "https://[::1/"),
    ("PRORATA_BOOKING_URL", "https://cpa.example/book?name={name}"),
    ("PRORATA_BOOKING_URL", "https://cpa.example/a page"),
    ("PRORATA_BOOKING_URL", "https://me:secret@cpa.example/"),
    ("PRORATA_BOOKING_URL", "javascript:alert(1)"),
    ("PRORATA_TOKEN", "123456:a secret"),
    ("PRORATA_TOKEN", "123456:a-secret/getMe"),
    ("PRORATA_TOKEN", '"123456:a-secret"'),
    ("PRORATA_TOKEN", "123456:ä-secret"),
    ("PRORATA_WEBHOOK_URL", "http://bot.example.com"),
    ("PRORATA_WEBHOOK_URL", "bot.example.com"),
    ("PRORATA_WEBHOOK_URL", "https://"),
    ("PRORATA_WEBHOOK_URL", "https://bot.example.com:8080"),
    ("PRORATA_WEBHOOK_URL", "https://bot.example.com:port"),
    ("PRORATA_WEBHOOK_URL", "https://me:secret@bot.example.com"),
    ("PRORATA_WEBHOOK_URL", "https://bot.example.com/?bot=secret"),
    ("PRORATA_LISTEN", "8080"),
    ("PRORATA_LISTEN", "127.0.0.1"),
    ("PRORATA_LISTEN", "127.0.0.1:0"),
    ("PRORATA_LISTEN", "127.0.0.1:65536"),
    ("PRORATA_LISTEN", "bot.example.com:8080"),
    ("PRORATA_LISTEN", "::1:8080"),
    ("PRORATA_LISTEN", "http://127.0.0.1:8080"),
    ("PRORATA_METRICS", "yes"),
    ("PRORATA_METRICS", "0.0.0.0:9100"),
    ("PRORATA_METRICS", "192.0.2.1:9100"),
    ("PRORATA_METRICS", "[::]:9100"),
    ("PRORATA_METRICS", "open:9100"),
    ("PRORATA_LOG", "yaml"),
    ("PRORATA_LOG_LEVEL", "loud"),
    ("PRORATA_DATABASE", ":memory:"),
    ("PRORATA_DATABASE", "file:talks?mode=memory"),
    ("PRORATA_DATABASE", "~nobody-here/talks.db"),
    ("PRORATA_CPA_CHAT", "@rivera"),
    ("PRORATA_CPA_CHAT", "1e9"),
    ("PRORATA_CPA_NAME", " "),
    ("PRORATA_CPA_NAME", "Rivera\u202e"),
    ("PRORATA_CPA_NAME", "x" * 61),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as wrong:
        read_settings()
    message = str(wrong.value)
    assert message.startswith(f"{name}: ")
    assert "\n" not in message
    assert "secret" not in message
    assert "pydantic" not in message


@pytest.mark.parametrize("source", ["environment", ".env"])
@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("PRORATA_TOKN", "PRORATA_TOKEN"),
        ("PRORATA_DATABSE", "PRORATA_DATABASE"),
        ("PRORATA_URL", "PRORATA_API_URL"),
        ("PRORATA_COLOUR", ""),
    ],
)
def test_a_name_that_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str, name: str, meant: str
) -> None:
    """Without that, a slip of the finger in TOKEN would silently open the chat in the terminal."""
    if source == "environment":
        monkeypatch.setenv(name, "some secret")
    else:
        (tmp_path / ".env").write_text(f"{name}=some secret\n")
    with pytest.raises(WrongSetting, match=rf"^{name}: .*{meant}") as wrong:
        read_settings()
    assert "some secret" not in str(wrong.value)


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://api.telegram.org/", "https://api.telegram.org"),
        ("http://localhost:8081", "http://localhost:8081"),
        ("http://localhost:8081/telegram", "http://localhost:8081/telegram"),
        ("http://localhost:8081/telegram/", "http://localhost:8081/telegram"),
    ],
)
def test_slashes_of_the_api_url(monkeypatch: pytest.MonkeyPatch, url: str, root: str) -> None:
    """`/bot<token>/<method>` is put behind it."""
    monkeypatch.setenv("PRORATA_API_URL", url)
    assert read_settings().api_root == root


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"CPA_CHAT": "-100"}, "PRORATA_CPA_NAME: is missing"),
        ({"CPA_NAME": "Rivera & Co."}, "PRORATA_CPA_CHAT: is missing"),
        ({"CPA_CHAT": "-100", "CPA_NAME": "Rivera & Co."}, "PRORATA_CONSENT: is missing"),
        ({"CPA_CHAT": "-100", "CPA_NAME": "R", "CONSENT": "gone.txt"}, "PRORATA_CONSENT: gone.txt"),
    ],
)
def test_a_cpa_needs_a_chat_a_name_and_the_words_of_a_consent(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], told: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"PRORATA_{name}", value)
    with pytest.raises(WrongSetting) as wrong:
        read_settings().cpa()
    assert str(wrong.value).startswith(told)


def test_a_cpa(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().cpa() is None
    sample = Path(__file__).parents[2] / "deploy" / "consent-sample.txt"
    for name, value in (("CHAT", "-100"), ("NAME", "Rivera  & Co.")):
        monkeypatch.setenv(f"PRORATA_CPA_{name}", value)
    monkeypatch.setenv("PRORATA_CONSENT", str(sample))
    cpa = read_settings().cpa()
    assert cpa is not None
    assert cpa.name == "Rivera & Co."
    assert "Send this to Rivera & Co.?" in cpa.asks("the PDF", "November 21, 2027", "ABCD-EFGH")


def test_a_file_of_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says goes first; other programs' settings may be in the file too."""
    lines = (f"PRORATA_TOKEN={TOKEN}", "# a note", "", "PRORATA_TODAY=2026-11-21", "OTHER=1")
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("PRORATA_TODAY", "2027-01-31")
    settings = read_settings()
    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    assert settings.today == date(2027, 1, 31)


@pytest.mark.parametrize("line", ["PRORATA_TODAY", "PRORATA_TODAY 2026-11-21", "PRORATA_TODAY: x"])
def test_a_line_that_sets_nothing(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"# ours\n{line}\n", "utf-8")
    with pytest.raises(WrongSetting, match=r"^\.env, line 2: is not NAME=value$"):
        read_settings()


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:9100", "127.0.0.1", 9100),
        ("localhost:9100", "localhost", 9100),
        ("[::1]:9100", "::1", 9100),
        ("127.1.2.3:1", "127.1.2.3", 1),
        ("open:0.0.0.0:9100", "0.0.0.0", 9100),
        (" open:[::]:65535 ", "::", 65535),
    ],
)
def test_where_metrics_are_served(
    monkeypatch: pytest.MonkeyPatch, text: str, host: str, port: int
) -> None:
    """To other machines only where that is said outright."""
    monkeypatch.setenv("PRORATA_METRICS", text)
    assert read_settings().metrics == (host, port)


def test_what_to_write_for_metrics_that_others_may_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRORATA_METRICS", "0.0.0.0:9100")
    with pytest.raises(WrongSetting, match=r"127\.0\.0\.1:9100, or write open:0\.0\.0\.0:9100"):
        read_settings()


def test_the_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().webhook_url is None
    assert read_settings().listen == ("127.0.0.1", 8080)
    monkeypatch.setenv("PRORATA_WEBHOOK_URL", "https://bot.example.com:8443/prorata/")
    monkeypatch.setenv("PRORATA_LISTEN", "0.0.0.0:8000")
    assert read_settings().webhook_url == "https://bot.example.com:8443/prorata"
    assert read_settings().listen == ("0.0.0.0", 8000)


def test_how_logs_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (read_settings().log, read_settings().log_level) == ("text", "info")
    monkeypatch.setenv("PRORATA_LOG", "JSON")
    monkeypatch.setenv("PRORATA_LOG_LEVEL", "Warning")
    assert (read_settings().log, read_settings().log_level) == ("json", "warning")


def test_a_home_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PRORATA_DATABASE", "~/talks.db")
    assert read_settings().database == tmp_path / "talks.db"


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PRORATA_TOKEN=\xff\xfe")
    with pytest.raises(WrongSetting, match=r"^\.env: "):
        read_settings()


def test_an_empty_value_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a line in a template can be left open."""
    for name in ("TOKEN", "API_URL", "DATABASE", "BOOKING_URL", "TODAY"):
        monkeypatch.setenv(f"PRORATA_{name}", "")
    settings = read_settings()
    assert (settings.token, settings.today) == (None, None)
    assert settings.api_root == "https://api.telegram.org"


class TestATokenInAFile:
    """So that it is neither in the environment nor among the arguments of a program."""

    def test_it_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = written(tmp_path / "token", f"{TOKEN}\n")
        monkeypatch.setenv("PRORATA_TOKEN_FILE", str(file))
        assert token_of(read_settings()) == TOKEN

    def test_the_credential_of_a_service(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written(tmp_path / "prorata-token", TOKEN, mode=0o440)  # as systemd shows it
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        assert token_of(read_settings()) == TOKEN

    def test_a_service_without_that_credential(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        assert read_settings().token is None

    def test_the_setting_itself_goes_first(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PRORATA_TOKEN", TOKEN)
        monkeypatch.setenv("PRORATA_TOKEN_FILE", str(tmp_path / "nowhere"))
        assert token_of(read_settings()) == TOKEN

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
    def test_one_that_others_can_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
    ) -> None:
        file = written(tmp_path / "token", TOKEN, mode)
        monkeypatch.setenv("PRORATA_TOKEN_FILE", str(file))
        with pytest.raises(WrongSetting, match=rf"^PRORATA_TOKEN_FILE: .*chmod 600 {file}$"):
            read_settings()

    @pytest.mark.parametrize("text", ["", "a secret token", "123456:ä-secret", "one\nsecret"])
    def test_one_that_holds_something_else(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
        monkeypatch.setenv("PRORATA_TOKEN_FILE", str(written(tmp_path / "token", text)))
        with pytest.raises(WrongSetting, match=r"^PRORATA_TOKEN_FILE: ") as wrong:
            read_settings()
        assert "secret" not in str(wrong.value)

    def test_one_that_is_not_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without that, the chat in the terminal would silently open."""
        monkeypatch.setenv("PRORATA_TOKEN_FILE", str(tmp_path / "nowhere"))
        with pytest.raises(WrongSetting, match="nowhere is not there"):
            read_settings()


def written(file: Path, text: str, mode: int = 0o600) -> Path:
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def token_of(settings: Settings) -> str:
    assert settings.token is not None
    return settings.token.get_secret_value()


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRORATA_TOKEN", TOKEN)
    settings = read_settings()
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert "a-secret" not in shown


class TestTheProgramSaysIt:
    """On standard error, in one line, without a traceback; and it ends with 1."""

    @pytest.mark.parametrize(
        ("name", "value"),
        [("PRORATA_TODAY", "soon"), ("PRORATA_TOKN", "123456:a-secret")],
    )
    async def test_a_wrong_setting(
        self, tmp_path: Path, program: Program, name: str, value: str
    ) -> None:
        process = await program(tmp_path, **{name: value})
        output, _ = await process.communicate()
        assert process.returncode == 1
        assert output == b""
        (line,) = (tmp_path / ERRORS).read_text().splitlines()
        assert name in line
        assert "a-secret" not in line
        assert not (tmp_path / "prorata.db").exists()

    async def test_a_database_that_cannot_be_used(self, tmp_path: Path, program: Program) -> None:
        (tmp_path / "prorata.db").write_text("Dear diary")
        process = await program(tmp_path)
        await process.communicate()
        assert process.returncode == 1
        (line,) = (tmp_path / ERRORS).read_text().splitlines()
        assert str(tmp_path / "prorata.db") in line
