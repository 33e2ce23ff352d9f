"""Sets up .venv with the packages of deploy/requirements.lock; does nothing once that is done.

It needs no more than Python and one source of packages: uv, pip or ensurepip. The syntax stays
that of Python 3.6, so that an old Python can still say what is missing.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections import namedtuple
from contextlib import contextmanager

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ((3, 13), (3, 12), (3, 11))

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

Python = namedtuple("Python", "command version")
Way = namedtuple("Way", "name make_venv install")


class SetupError(Exception):
    """The set-up cannot go on; its text, one line, says what to do."""


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, root):
        self.directory = os.path.join(root, ".venv")
        self.python = os.path.join(self.directory, "bin", "python")
        self.log = os.path.join(self.directory, "setup.log")
        self.lock = os.path.join(root, "deploy", "requirements.lock")
        self._stamp = os.path.join(self.directory, "complete")

    @contextmanager
    def held(self):
        """One set-up at a time: what a second terminal starts waits for the first."""
        with open(self.lock) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def is_complete(self, version):
        return self._read_stamp() == self._recipe(version) and succeeds(self.python, "-ISc", "")

    def mark_complete(self, version):
        with open(self._stamp, "w") as stamp:
            stamp.write(self._recipe(version))

    def mark_incomplete(self):
        if os.path.exists(self._stamp):
            os.remove(self._stamp)

    def _read_stamp(self):
        try:
            with open(self._stamp) as stamp:
                return stamp.read()
        except OSError:
            return None

    def _recipe(self, version):
        """What the environment is made from; another recipe asks for another environment."""
        with open(self.lock, "rb") as lock:
            digest = hashlib.sha256(lock.read()).hexdigest()
        return f"Python {major_minor(version)}, lock {digest}\n"


def main():
    try:
        python = choose_python(sys.executable, sys.version_info)
        environment = Environment(ROOT)
        with environment.held():
            if environment.is_complete(python.version):
                return
            if python.command != sys.executable:
                say(f"Python {major_minor(sys.version_info)} is too old; using {python.command}.")
            set_up(environment, python)
    except (SetupError, OSError) as error:
        sys.exit(f"Set-up failed: {error}")
    except KeyboardInterrupt:
        sys.exit("Set-up interrupted; the next call starts it again.")


def choose_python(command, version):
    """The Python that runs this or, if it is too old, a newer one on PATH."""
    if version >= OLDEST_PYTHON:
        return Python(command, version)
    for newer in NEWER_PYTHONS:
        # Running it is the test: a version manager leaves commands on PATH that only say
        # "not installed".
        found, path = run(f"python{major_minor(newer)}", "-c", "import sys; print(sys.executable)")
        if found:
            return Python(path.strip(), newer)
    raise SetupError(
        f"this is Python {major_minor(version)}, Prorata needs {major_minor(OLDEST_PYTHON)} "
        "or newer. If you have one, name it: make run PYTHON=python3.12"
    )


def set_up(environment, python):
    """Makes the environment anew; marked complete last, a broken one is made again next time."""
    say(f"Setting up .venv with Python {major_minor(python.version)}: only now, half a minute ...")
    environment.mark_incomplete()
    failure = None
    for way in ways(environment, python.command):
        if failure:
            say(f"{failure}; trying {way.name}.")
        failure = attempt(way, environment)
        if not failure:
            environment.mark_complete(python.version)
            return
    raise SetupError(
        f"{failure}. Check the network (for a mirror or proxy: pip's own settings, as "
        f"PIP_INDEX_URL or PIP_PROXY) and try again; more in {os.path.relpath(environment.log)}"
        if failure
        else f"{python.command} has neither pip 22.3 or newer nor ensurepip. "
        "Install one, for example: sudo apt install python3-pip"
    )


def ways(environment, python):
    """How this machine can make the environment, the fastest way first."""
    requirements = ["--require-hashes", "--requirement", environment.lock]
    if succeeds("uv", "--version"):
        yield Way(
            "uv",
            ["uv", "venv", "--clear", "--python", python, environment.directory],
            ["uv", "pip", "install", "--python", environment.python, *requirements],
        )
    # pip can fill a venv that has no pip of its own (since 22.3, with --python). So nothing is
    # missing where the system's Python comes without ensurepip, as it does on Debian.
    if succeeds(python, "-m", "pip", "--python", python, "--version"):
        yield Way(
            "pip",
            [python, "-m", "venv", "--clear", "--without-pip", environment.directory],
            [python, "-m", "pip", "--python", environment.python, "install", *requirements],
        )
    elif succeeds(python, "-c", "import ensurepip"):
        yield Way(
            "ensurepip",
            [python, "-m", "venv", "--clear", environment.directory],
            [environment.python, "-m", "pip", "install", *requirements],
        )


def attempt(way, environment):
    """Goes one way to its end; returns in a few words why it failed, nothing if it did not."""
    for command in (way.make_venv, way.install):
        done, output = run(*command)
        if not done:
            os.makedirs(environment.directory, exist_ok=True)
            with open(environment.log, "w") as log:
                log.write(output)
            lines = [line.strip() for line in output.splitlines() if line.strip()]
            errors = [line for line in lines if line.lower().startswith("error")]
            return f"{way.name} gave up ({(errors or lines or ['no reason given'])[-1]})"
    return None


def succeeds(*command):
    return run(*command)[0]


def run(*command):
    """Whether the command did its work, and all that it printed."""
    # With pip's setting `user` on, packages would pass the virtual environment by.
    environ = dict(os.environ, PIP_USER="0")
    try:
        finished = subprocess.run(
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        return False, str(error)
    return finished.returncode == 0, finished.stdout.decode(errors="replace")


def major_minor(version):
    return "{}.{}".format(*version)


def say(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
