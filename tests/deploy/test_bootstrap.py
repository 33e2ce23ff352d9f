"""What the set-up decides. The commands on PATH are fakes: nothing is installed here."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy import bootstrap
from deploy.bootstrap import Environment, Python, SetupError, choose_python, set_up, ways

PutOnPath = Callable[..., Path]


@pytest.fixture
def put_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PutOnPath:
    """Puts a command on a PATH that has nothing else."""
    directory = tmp_path / "bin"
    directory.mkdir()
    monkeypatch.setenv("PATH", str(directory))

    def put(name: str, *, prints: str = "", fails_on: str = "nothing") -> Path:
        return write_command(directory / name, prints, fails_on)

    return put


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A checkout with a lock and a virtual environment that is not complete yet."""
    checkout = tmp_path / "a checkout"
    (checkout / "deploy").mkdir(parents=True)
    (checkout / "deploy" / "requirements.lock").write_text("aiohttp==3.14.5\n")
    (checkout / ".venv" / "bin").mkdir(parents=True)
    write_command(checkout / ".venv" / "bin" / "python")
    return Environment(str(checkout))


def write_command(path: Path, prints: str = "", fails_on: str = "nothing") -> Path:
    """A command that prints, and fails if its arguments have `fails_on` among them."""
    path.write_text(
        "#!/bin/sh\n"
        f"echo '{prints}'\n"
        f"""case "$*" in *'{fails_on}'*) echo 'error: cannot {fails_on}'; exit 1;; esac\n"""
    )
    path.chmod(0o755)
    return path


def names_of_ways(environment: Environment, python: Path) -> list[str]:
    return [way.name for way in ways(environment, str(python))]


class TestWhetherThereIsAnythingToDo:
    def test_a_complete_environment_is_left_alone(self, environment: Environment) -> None:
        environment.mark_complete((3, 12))
        assert environment.is_complete((3, 12))

    def test_an_interrupted_set_up_is_not_complete(self, environment: Environment) -> None:
        assert not environment.is_complete((3, 12))

    def test_another_lock_asks_for_another_environment(self, environment: Environment) -> None:
        environment.mark_complete((3, 12))
        Path(environment.lock).write_text("aiohttp==3.14.6\n")
        assert not environment.is_complete((3, 12))

    def test_another_python_asks_for_another_environment(self, environment: Environment) -> None:
        environment.mark_complete((3, 12))
        assert not environment.is_complete((3, 13))

    def test_a_bug_fix_release_of_python_does_not(self, environment: Environment) -> None:
        environment.mark_complete((3, 12, 1))
        assert environment.is_complete((3, 12, 2))

    def test_the_python_inside_must_still_run(self, environment: Environment) -> None:
        environment.mark_complete((3, 12))
        Path(environment.python).unlink()
        assert not environment.is_complete((3, 12))


class TestWhichPython:
    def test_the_one_that_was_called(self, put_on_path: PutOnPath) -> None:
        put_on_path("python3.13", prints="/opt/python3.13")
        assert choose_python("/usr/bin/python3", (3, 11, 2)).command == "/usr/bin/python3"

    def test_a_newer_one_if_that_is_too_old(self, put_on_path: PutOnPath) -> None:
        put_on_path("python3.11", prints="/opt/python3.11")
        put_on_path("python3.12", prints="/opt/python3.12")
        assert choose_python("/usr/bin/python3", (3, 9, 6)).command == "/opt/python3.12"

    def test_not_a_command_that_only_says_it_is_not_installed(self, put_on_path: PutOnPath) -> None:
        put_on_path("python3.13", fails_on="sys.executable")
        put_on_path("python3.11", prints="/opt/python3.11")
        assert choose_python("/usr/bin/python3", (3, 9, 6)).command == "/opt/python3.11"

    @pytest.mark.usefixtures("put_on_path")
    def test_without_any_the_message_says_what_was_found_and_what_to_do(self) -> None:
        with pytest.raises(SetupError) as error:
            choose_python("/usr/bin/python3", (3, 9, 6))
        assert str(error.value) == (
            "this is Python 3.9, Prorata needs 3.11 or newer. "
            "If you have one, name it: make run PYTHON=python3.12"
        )

    def test_an_old_python_can_read_the_script(self) -> None:
        ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 7))


class TestWhichWay:
    def test_uv_comes_first(self, environment: Environment, put_on_path: PutOnPath) -> None:
        put_on_path("uv")
        python = put_on_path("python3")
        assert names_of_ways(environment, python) == ["uv", "pip"]

    def test_pip_needs_no_ensurepip(self, environment: Environment, put_on_path: PutOnPath) -> None:
        python = put_on_path("python3", fails_on="import ensurepip")
        assert names_of_ways(environment, python) == ["pip"]

    def test_ensurepip_stands_in_for_a_pip_that_is_missing_or_too_old(
        self, environment: Environment, put_on_path: PutOnPath
    ) -> None:
        python = put_on_path("python3", fails_on="-m pip --python")
        assert names_of_ways(environment, python) == ["ensurepip"]

    def test_packages_are_checked_against_the_hashes_of_the_lock_on_every_way(
        self, environment: Environment, put_on_path: PutOnPath
    ) -> None:
        put_on_path("uv")
        for python in (put_on_path("python3"), put_on_path("old", fails_on="-m pip --python")):
            for way in ways(environment, str(python)):
                assert way.install[-3:] == ["--require-hashes", "--requirement", environment.lock]


class TestSettingUp:
    def test_all_well(self, environment: Environment, put_on_path: PutOnPath) -> None:
        python = Python(str(put_on_path("python3")), (3, 12))
        set_up(environment, python)
        assert environment.is_complete(python.version)

    def test_when_uv_fails_pip_takes_over(
        self,
        environment: Environment,
        put_on_path: PutOnPath,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        put_on_path("uv", fails_on="pip install")
        python = Python(str(put_on_path("python3")), (3, 12))
        set_up(environment, python)
        assert environment.is_complete(python.version)
        assert "uv gave up (error: cannot pip install); trying pip." in capsys.readouterr().err

    def test_when_all_fail_one_line_says_what_to_do(
        self, environment: Environment, put_on_path: PutOnPath
    ) -> None:
        python = put_on_path("python3", prints="Looking in indexes ...", fails_on="install")
        with pytest.raises(SetupError) as error:
            set_up(environment, Python(str(python), (3, 12)))
        assert "pip gave up (error: cannot install). Check the network" in str(error.value)
        assert "\n" not in str(error.value)
        assert "Looking in indexes ..." in Path(environment.log).read_text()

    def test_a_failed_set_up_does_not_pass_for_the_complete_one_before_it(
        self, environment: Environment, put_on_path: PutOnPath
    ) -> None:
        environment.mark_complete((3, 12))
        python = put_on_path("python3", fails_on="install")
        with pytest.raises(SetupError):
            set_up(environment, Python(str(python), (3, 12)))
        assert not environment.is_complete((3, 12))

    def test_a_python_with_neither_pip_nor_ensurepip_names_the_package_to_install(
        self, environment: Environment, put_on_path: PutOnPath
    ) -> None:
        python = put_on_path("python3", fails_on="pip")
        with pytest.raises(SetupError, match="sudo apt install python3-pip"):
            set_up(environment, Python(str(python), (3, 12)))
