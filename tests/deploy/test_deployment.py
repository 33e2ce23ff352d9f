"""What is deployed fits together, and fits the program: names, paths, users, packages.

Where the tool that reads a file for good is on the machine, that is asked, too.
"""

import os
import re
import shutil
import subprocess
import tomllib
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import main
from bot.keeping.backup import usual_folder
from bot.keeping.master_key import CREDENTIAL as KEY_CREDENTIAL
from bot.operating.token_file import CREDENTIAL as TOKEN_CREDENTIAL
from bot.receiving.webhook import PATH
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
SANDBOX = UNITS / "prorata-.service.d" / "sandbox.conf"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
TEXTS = [
    *(DEPLOY / name for name in ("Dockerfile", "Caddyfile", "litestream.yml")),
    *(DEPLOY / name for name in ("HANDBOOK.md", "CAPACITY.md")),
    *sorted(DEPLOY.glob("compose*.yaml")),
    *(file for file in sorted(UNITS.rglob("*")) if file.is_file()),
]


class Unit(RawConfigParser):
    """A unit file: names keep their case, and may come several times; each value is a list."""

    def __init__(self, file: Path) -> None:
        super().__init__(strict=False, delimiters=("=",), interpolation=None)
        text = file.read_text("utf-8")
        numbered = re.sub(r"(?m)^(\w+)=", _Numbered(), text)
        self.read_string(numbered)

    def optionxform(self, optionstr: str) -> str:
        return optionstr

    def values_of(self, section: str, name: str) -> list[str]:
        return [value for key, value in self[section].items() if key.partition("#")[0] == name]


class _Numbered:
    def __init__(self) -> None:
        self.number = 0

    def __call__(self, found: re.Match[str]) -> str:
        self.number += 1
        return f"{found[1]}#{self.number}="


def environment_in(text: str) -> dict[str, str]:
    return dict(re.findall(rf"({PREFIX}[A-Z_]+)=(\S+)", text))


def commands_in(text: str) -> list[list[str]]:
    return [line.split() for line in re.findall(r"-m bot ?(.*)", text)]


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_every_setting_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]", file.read_text("utf-8")))
    assert named <= {f"{PREFIX}{name}".upper() for name in Settings.model_fields}


class TestSystemd:
    @pytest.mark.parametrize("service", SERVICES, ids=lambda file: file.name)
    def test_every_service_is_in_the_sandbox(self, service: Path) -> None:
        """The drop-in is for names that begin so, and no service takes anything of it back but
        where it says so."""
        assert service.name.startswith(SANDBOX.parent.name.removesuffix(".service.d"))
        loosened = set(Unit(service)["Service"]) & set(Unit(SANDBOX)["Service"])
        assert not loosened

    def test_each_command_exists(self) -> None:
        programs = {}
        for service in SERVICES:
            (start,) = Unit(service).values_of("Service", "ExecStart")
            for command in commands_in(start.replace("%i", "copy.db")):
                parsed = main.commands[command[0]].make_context(command[0], command[1:])
                programs[service.stem] = (command[0], parsed.params)
        assert {name: command for name, (command, _) in programs.items()} == {
            "prorata-bot": "run",
            "prorata-backup": "backup",
            "prorata-keys": "backup",
            "prorata-restore@": "restore",
        }
        folders = {params.get("folder") for _, params in programs.values()} - {None}
        assert folders == {programs["prorata-restore@"][1]["file"].parent}
        assert programs["prorata-keys"][1]["keys_only"]

    def test_the_credentials_have_the_names_that_the_program_reads(self) -> None:
        given = Unit(UNITS / "prorata-bot.service").values_of("Service", "LoadCredential")
        names = [one.partition(":")[0] for one in given]
        assert sorted(names) == sorted([TOKEN_CREDENTIAL, KEY_CREDENTIAL])

    def test_copies_are_made_without_token_and_master_key(self) -> None:
        for name in ("backup", "keys", "litestream"):
            assert "LoadCredential" not in (UNITS / f"prorata-{name}.service").read_text()

    def test_the_database_is_in_the_folder_that_can_be_written(self) -> None:
        sandbox = Unit(SANDBOX)
        (folder,) = sandbox.values_of("Service", "StateDirectory")
        database = Path(environment_in(SANDBOX.read_text())["PRORATA_DATABASE"])
        assert database.parent == Path("/var/lib") / folder

    @pytest.mark.parametrize("timer", sorted(UNITS.glob("*.timer")), ids=lambda file: file.name)
    def test_each_timer_has_its_service(self, timer: Path) -> None:
        assert timer.with_suffix(".service") in SERVICES

    @pytest.mark.parametrize(
        ("service", "most"),
        [
            ("bot", 1.5),
            ("backup", 0.6),
            ("keys", 0.6),
            ("restore@prorata-20261122T023000Z.db", 0.6),
            ("litestream", 1.5),
        ],
    )
    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
    def test_as_systemd_reads_it(self, tmp_path: Path, service: str, most: float) -> None:
        """No complaint, and an exposure of at most so much; 10 is a service without a sandbox."""
        units = tmp_path / "etc" / "systemd" / "system"
        shutil.copytree(UNITS, units)
        for target in ("sysinit", "basic", "shutdown", "network-online", "multi-user"):
            (units / f"{target}.target").write_text("[Unit]\n")
        for program in ("opt/prorata/.venv/bin/python", "opt/litestream/bin/litestream"):
            (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / program).write_text("#!/bin/sh\n")
            (tmp_path / program).chmod(0o755)
        unit = f"prorata-{service}.service"
        analyze = ["systemd-analyze", f"--root={tmp_path}"]
        assert run(*analyze, "verify", unit) == ""
        judged = run(*analyze, "security", "--offline=true", unit)
        exposure = re.search(rf"Overall exposure level for {unit}: ([0-9.]+)", judged)
        assert exposure, judged
        assert float(exposure[1]) <= most


class TestTheImage:
    def test_is_made_of_what_is_there(self) -> None:
        copied = [
            source
            for line in re.findall(r"^COPY (?!--from)(.+)", DOCKERFILE, re.M)
            for source in line.split()[:-1]
        ]
        assert all((ROOT / source).exists() for source in copied)
        ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
        assert ignored[1] == "*"
        assert sorted(line[1:] for line in ignored if line.startswith("!")) == sorted(copied)

    def test_has_all_that_the_program_is_made_of(self) -> None:
        packages = project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
        for package in packages:
            assert f"COPY {package} /app/{package}\n" in DOCKERFILE

    def test_the_program_is_not_root_and_cannot_write_what_it_runs(self) -> None:
        assert re.findall(r"^USER (.+)", DOCKERFILE, re.M) == ["10001:10001"]
        assert "--owner=10001 --group=10001 --mode=0700 /data /keys" in DOCKERFILE
        assert 'VOLUME ["/data", "/keys"]' in DOCKERFILE

    def test_the_master_key_is_not_beside_the_database(self) -> None:
        settings = environment_in(DOCKERFILE)
        folders = [Path(settings[f"PRORATA_{name}"]).parent for name in ("DATABASE", "KEY_FILE")]
        assert folders == [Path("/data"), Path("/keys")]

    def test_is_asked_for_its_health_where_that_is_served(self) -> None:
        address = environment_in(DOCKERFILE)["PRORATA_METRICS"]
        assert f"http://{address}/readyz" in DOCKERFILE

    def test_its_packages_are_those_of_the_project_as_they_are_tested(self) -> None:
        tested, shipped = pins("requirements.lock"), pins("runtime.lock")
        assert shipped.items() <= tested.items()
        needed = {re.match(r"[\w-]+", one)[0] for one in project()["project"]["dependencies"]}
        assert needed <= shipped.keys()
        assert not {"pytest", "mypy", "ruff"} & shipped.keys()

    @pytest.mark.skipif(not shutil.which("hadolint"), reason="needs hadolint")
    def test_as_hadolint_reads_it(self) -> None:
        assert run("hadolint", str(DEPLOY / "Dockerfile")) == ""


class TestCompose:
    def test_the_bot_can_write_its_volumes_and_nothing_else(self) -> None:
        services = compose("compose.yaml")["services"]
        for service in services.values():
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert service["security_opt"] == ["no-new-privileges:true"]
            assert "user" not in service  # the image's own
        bot = services["bot"]
        settings = environment_in(DOCKERFILE)
        database, key = (Path(settings[f"PRORATA_{name}"]) for name in ("DATABASE", "KEY_FILE"))
        assert [Path(volume.partition(":")[2]) for volume in bot["volumes"]] == [
            database.parent,
            key.parent,
            usual_folder(database),
        ]

    def test_the_token_comes_from_a_file(self) -> None:
        polling = compose("compose.yaml")
        bot = polling["services"]["bot"]
        (secret,) = polling["secrets"]
        assert bot["secrets"] == [secret]
        assert bot["environment"]["PRORATA_TOKEN_FILE"] == f"/run/secrets/{secret}"
        assert "ports" not in bot

    def test_copies_are_made_without_token_and_master_key(self) -> None:
        backup = compose("compose.yaml")["services"]["backup"]
        assert backup["volumes"] == ["data:/data", "./backups:/data/backups"]
        assert "secrets" not in backup
        commands = commands_in("\n".join(backup["command"]))
        assert commands == [["backup"], ["backup", "--keys-only"]]

    def test_what_is_secret_stays_out_of_git(self) -> None:
        ignored = (ROOT / ".gitignore").read_text().splitlines()
        polling = compose("compose.yaml")
        for path in (
            *(secret["file"].partition("/")[0] for secret in polling["secrets"].values()),
            polling["services"]["bot"]["env_file"][0]["path"],
            "backups",
        ):
            assert {f"/deploy/{path}", f"/deploy/{path}/"} & set(ignored)

    def test_caddy_passes_on_what_telegram_sends(self) -> None:
        services = compose("compose.webhook.yaml")["services"]
        caddy, bot = services["caddy"], services["bot"]
        port = bot["environment"]["PRORATA_LISTEN"].rpartition(":")[2]
        assert caddy["environment"]["BOT"] == f"bot:{port}"
        assert bot["expose"] == [port]
        text = (DEPLOY / "Caddyfile").read_text()
        assert f"handle /{PATH}/*" in text
        assert f"reverse_proxy {{$BOT:{Settings.model_fields['listen'].default}}}" in text
        assert "ports" not in bot

    def test_what_is_made_is_private_to_the_bot(self) -> None:
        """The same person in the image and on the host."""
        handbook = (DEPLOY / "HANDBOOK.md").read_text("utf-8")
        owners = re.findall(r"-o (\d+) -g (\d+)", handbook)
        assert owners
        assert set(owners) == {("10001", "10001")}

    @pytest.mark.skipif(not shutil.which("caddy"), reason="needs caddy")
    def test_as_caddy_reads_it(self) -> None:
        told = run(
            *("caddy", "validate", "--adapter", "caddyfile"),
            *("--config", str(DEPLOY / "Caddyfile")),
            DOMAIN="bot.example.com",
        )
        assert "Valid configuration" in told


class TestTheHandbook:
    """What it says to type can be typed, and what it names is there."""

    TEXT = (DEPLOY / "HANDBOOK.md").read_text("utf-8")

    @pytest.mark.parametrize(
        "words",
        sorted(
            set(re.findall(r"(?:-m bot|run --rm bot|ARGS=)[ ]?([a-z].*?)(?:`| +#|$)", TEXT, re.M))
        ),
    )
    def test_its_commands(self, words: str) -> None:
        name, *arguments = words.split()
        main.commands[name].make_context(name, arguments)

    def test_its_make_targets(self) -> None:
        targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
        assert set(re.findall(r"^ {4}.*?\bmake (?:-C \S+ )?([a-z]+)", self.TEXT, re.M)) <= targets

    def test_its_files(self) -> None:
        made_by_who_reads_it = {"deploy/secrets", "deploy/backups", "deploy/settings.env"}
        for path in set(re.findall(r"\bdeploy/[\w./-]*\w", self.TEXT)):
            known = path in made_by_who_reads_it or path.startswith("deploy/secrets/")
            assert known or (ROOT / path).exists(), path

    def test_its_units(self) -> None:
        units = {file.name for file in UNITS.iterdir()}
        for name in re.findall(r"\bprorata-[a-z]+@?(?:[\w.-]*?)\.(?:service|timer)\b", self.TEXT):
            assert re.sub(r"@.+(?=\.service$)", "@", name) in units

    def test_its_credentials_are_those_of_the_service(self) -> None:
        given = Unit(UNITS / "prorata-bot.service").values_of("Service", "LoadCredential")
        for file in (one.partition(":")[2] for one in given):
            assert file in self.TEXT

    def test_its_links_within(self) -> None:
        headings = {
            re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")
            for heading in re.findall(r"^#+ (.+)", self.TEXT, re.M)
        }
        assert set(re.findall(r"\]\(#([^)]+)\)", self.TEXT)) <= headings


def compose(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text("utf-8"))
    return loaded


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", (DEPLOY / lock).read_text(), re.M))


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        command,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout
