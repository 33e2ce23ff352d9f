"""A disk that fails and that loses power, under the very SQLite that the bot uses.

SQLite reaches files through a table of functions, a VFS (https://sqlite.org/vfs.html). Here the
one that it comes with is copied, with those functions replaced that change a file, and made the
default: everything else, from the bot's own code down to SQLite's locks, is what runs in earnest.

What was written and not synced is remembered beside. When the power is lost, each sector of it
is there, is not, is torn, or is garbage; a file that was made or deleted is so only if its folder
was synced since. SQLite's own tests do the same (https://sqlite.org/testing.html, 3.3 and 4.4).
"""

import _sqlite3
import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

OK, IO_ERROR, FULL, CANNOT_OPEN = 0, 10, 13, 14
"""SQLite's result codes (https://sqlite.org/rescode.html)."""
IO_ERROR_OF_SYNC = IO_ERROR | 4 << 8

SECTOR = 512
"""Bytes; what SQLite takes to be written at once."""

_CREATE = 0x4
_JOURNALS = 0x800 | 0x4000 | 0x80000
"""Files whose folder SQLite syncs when they are synced first (os_unix.c, UNIXFILE_DIRSYNC)."""


@dataclass
class _File:
    durable: bytearray
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Writes, by where; without bytes, the file is cut off there."""
    syncs_folder: bool = False

    def sync(self) -> None:
        for change in self.pending:
            _apply(self.durable, *change)
        self.pending.clear()

    def after_a_loss(self, at: Random) -> bytes:
        left = bytearray(self.durable)
        fate = at.choice((_kept, _dropped, _by_chance, _by_chance))
        for where, what in self.pending:
            if what is None:
                if fate(at, b"") is not None:
                    _apply(left, where, None)
                continue
            start = 0
            while start < len(what):
                end = min(len(what), start + SECTOR - (where + start) % SECTOR)
                survived = fate(at, what[start:end])
                if survived is not None:
                    _apply(left, where + start, survived)
                start = end
        return bytes(left)


def _kept(_: Random, sector: bytes) -> bytes | None:
    return sector


def _dropped(_: Random, __: bytes) -> bytes | None:
    return None


def _by_chance(at: Random, sector: bytes) -> bytes | None:
    luck = at.random()
    if luck < 0.45:
        return sector
    if luck < 0.8:
        return None
    return sector[: at.randrange(len(sector) + 1)] if luck < 0.95 else at.randbytes(len(sector))


def _apply(file: bytearray, where: int, what: bytes | None) -> None:
    if what is None:
        del file[where:]
        return
    if len(file) < where:
        file.extend(bytes(where - len(file)))
    file[where : where + len(what)] = what


Fault = Callable[[str, str], int]
"""From an operation ("write", "sync", "truncate", "delete", "open", "read") and a file's name to
the code that it ends with; OK lets it pass."""


class Disk:
    """What SQLite does to files, counted; and what would be left of it."""

    def __init__(self) -> None:
        self.operations = 0
        self.off_after: int | None = None
        """Operations until the power is lost."""
        self.is_off = False
        self.fault: Fault | None = None
        self._files: dict[str, _File] = {}
        self._made: set[str] = set()
        """Since their folder was synced; a loss may take them back."""
        self._gone: dict[str, _File] = {}
        """Deleted since their folder was synced; a loss may bring them back."""

    def allows(self, operation: str, name: str) -> int:
        if self.is_off:
            return IO_ERROR
        if operation != "read":
            self.operations += 1
        return OK if self.fault is None else self.fault(operation, name)

    def goes_off(self) -> bool:
        """Whether this operation is the one that the power is lost in: it has reached the disk,
        or a part of it has, and nobody hears of it."""
        self.is_off = self.off_after is not None and self.operations >= self.off_after
        return self.is_off

    def opened(self, name: str, flags: int, *, was_there: bool) -> None:
        if name not in self._files:
            self._files[name] = _File(bytearray(Path(name).read_bytes() if was_there else b""))
            if not was_there:
                self._made.add(name)
        if flags & _CREATE and flags & _JOURNALS:
            self._files[name].syncs_folder = True

    def wrote(self, name: str, where: int, what: bytes | None) -> None:
        if name in self._files:
            self._files[name].pending.append((where, what))

    def synced(self, name: str) -> None:
        file = self._files.get(name)
        if file is None:
            return
        file.sync()
        if file.syncs_folder:
            file.syncs_folder = False
            self.synced_folder(os.path.dirname(name))

    def synced_folder(self, folder: str) -> None:
        self._made = {name for name in self._made if os.path.dirname(name) != folder}
        for name in [name for name in self._gone if os.path.dirname(name) == folder]:
            del self._gone[name]

    def deleted(self, name: str) -> None:
        file = self._files.pop(name, None)
        if file is not None and name not in self._made:
            self._gone[name] = file
        self._made.discard(name)

    def loses_power(self, at: Random) -> None:
        """Put what is left into the real files. Nothing has them open any more."""
        for name, file in sorted({**self._gone, **self._files}.items()):
            before = self._gone.get(name)
            if name in self._files and not (name in self._made and at.random() < 0.5):
                Path(name).write_bytes(file.after_a_loss(at))
            elif before is not None and at.random() < 0.5:
                Path(name).write_bytes(before.after_a_loss(at))
            else:
                Path(name).unlink(missing_ok=True)
            Path(f"{name}-shm").unlink(missing_ok=True)
        for of in (self._files, self._made, self._gone):
            of.clear()
        self.operations, self.is_off = 0, False


# What follows is sqlite3.h, as far as needed.

_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_MOVE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
"""xRead and xWrite."""
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("size_of_file", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        *((f"other{n}", c_void_p) for n in range(14)),
    )


class _Methods(Structure):
    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        *((f"other{n}", c_void_p) for n in range(13)),
    )


class _OpenFile(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


def _sqlite() -> ctypes.CDLL | None:
    """The library that Python's sqlite3 has loaded."""
    found = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    if not hasattr(found, "sqlite3_vfs_find"):
        return None
    found.sqlite3_vfs_find.argtypes = [c_char_p]
    found.sqlite3_vfs_find.restype = POINTER(_Vfs)
    found.sqlite3_vfs_register.argtypes = [POINTER(_Vfs), c_int]
    found.sqlite3_vfs_unregister.argtypes = [POINTER(_Vfs)]
    return found


SQLITE = _sqlite()
"""None where it is built in and cannot be reached."""


class _Layer:
    """Between SQLite and its own VFS."""

    def __init__(self, sqlite: ctypes.CDLL) -> None:
        self.disk = Disk()
        self._sqlite = sqlite
        self._real = sqlite.sqlite3_vfs_find(None)
        self._names: dict[int, str] = {}
        """Of open files, by where SQLite has them in memory."""
        self._tables: dict[int, tuple[_Methods, _Methods]] = {}
        """SQLite's own methods, and ours."""
        real = self._real.contents
        self._real_open, self._real_delete = _OPEN(real.open), _DELETE(real.delete)
        self._keep = (
            _OPEN(self._open),
            _DELETE(self._delete),
            _MOVE(self._read),
            _MOVE(self._write),
            _TRUNCATE(self._truncate),
            _SYNC(self._sync),
        )
        self._ours = _Vfs.from_buffer_copy(real)
        self._ours.name = b"unreliable"
        self._ours.open, self._ours.delete = map(_address, self._keep[:2])

    def starts(self) -> None:
        self._sqlite.sqlite3_vfs_register(ctypes.byref(self._ours), 1)

    def ends(self) -> None:
        self._sqlite.sqlite3_vfs_register(self._real, 1)
        self._sqlite.sqlite3_vfs_unregister(ctypes.byref(self._ours))

    def _open(self, _: int, name: int | None, file: int, flags: int, given: object) -> int:
        if name is None:  # a temporary file, which nothing depends on
            return int(
                self._real_open(ctypes.addressof(self._real.contents), name, file, flags, given)
            )
        path = os.fsdecode(ctypes.string_at(name))
        if code := self.disk.allows("open", path):
            ctypes.cast(file, POINTER(_OpenFile)).contents.methods = POINTER(_Methods)()
            return CANNOT_OPEN if code == IO_ERROR else code
        was_there = os.path.exists(path)
        code = int(self._real_open(ctypes.addressof(self._real.contents), name, file, flags, given))
        if code == OK:
            self._names[file] = path
            opened = ctypes.cast(file, POINTER(_OpenFile)).contents
            where = ctypes.addressof(opened.methods.contents)
            if where not in self._tables:
                real = opened.methods.contents
                ours = _Methods.from_buffer_copy(real)
                ours.read, ours.write, ours.truncate, ours.sync = map(_address, self._keep[2:])
                self._tables[where] = real, ours
                self._read_on = _MOVE(real.read)
                self._write_on = _MOVE(real.write)
                self._truncate_on = _TRUNCATE(real.truncate)
            opened.methods = ctypes.pointer(self._tables[where][1])
            self.disk.opened(path, flags, was_there=was_there)
        self.disk.goes_off()
        return code

    def _delete(self, _: int, name: bytes, and_sync: int) -> int:
        path = os.fsdecode(name)
        if code := self.disk.allows("delete", path):
            return code
        self.disk.deleted(path)
        code = int(self._real_delete(ctypes.addressof(self._real.contents), name, 0))
        if and_sync:
            self.disk.synced_folder(os.path.dirname(path))
        return IO_ERROR if self.disk.goes_off() else code

    def _read(self, file: int, into: int, much: int, where: int) -> int:
        if code := self.disk.allows("read", self._names[file]):
            return code
        return int(self._read_on(file, into, much, where))

    def _write(self, file: int, what: int, much: int, where: int) -> int:
        if code := self.disk.allows("write", self._names[file]):
            return code
        self.disk.wrote(self._names[file], where, ctypes.string_at(what, much))
        if self.disk.goes_off():
            return IO_ERROR
        return int(self._write_on(file, what, much, where))

    def _truncate(self, file: int, size: int) -> int:
        if code := self.disk.allows("truncate", self._names[file]):
            return code
        self.disk.wrote(self._names[file], size, None)
        if self.disk.goes_off():
            return IO_ERROR
        return int(self._truncate_on(file, size))

    def _sync(self, file: int, _: int) -> int:
        if code := self.disk.allows("sync", self._names[file]):
            return IO_ERROR_OF_SYNC if code == IO_ERROR else code
        if self.disk.goes_off():
            return IO_ERROR_OF_SYNC
        self.disk.synced(self._names[file])
        return OK  # the real disk need not be waited for


def _address(function: object) -> int | None:
    return ctypes.cast(function, c_void_p).value  # type: ignore[arg-type]


_LAYER = None if SQLITE is None else _Layer(SQLITE)


@contextmanager
def unreliable_disk() -> Iterator[Disk]:
    """Every database that is opened meanwhile, in this process, is on it."""
    assert _LAYER is not None, "this Python's SQLite cannot be reached"
    _LAYER.disk = Disk()
    _LAYER.starts()
    try:
        yield _LAYER.disk
    finally:
        _LAYER.disk.is_off = False
        _LAYER.ends()
