"""The files of an archive, read where they lie: nothing is unpacked to the disk."""

import errno
import gzip
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from .limits import SKIPPED, Limits
from .tree import Told, Wanted

MOST_DIRECTORY = 64 * 1024 * 1024  # of a zip's table of contents, which is read whole


class ArchiveError(ValueError):
    """It is no archive that can be read; a sentence."""


def is_archive(name: str, head: bytes) -> bool:
    """By name and first bytes: ``.zip``, ``.tar.gz``, ``.tgz``, ``.tar``."""
    name = name.lower()
    if name.endswith(".zip"):
        return head.startswith(b"PK")
    if name.endswith((".tar.gz", ".tgz")):
        return head.startswith(b"\x1f\x8b")
    return name.endswith(".tar") and head[257:262] == b"ustar"


def archive(
    path: Path, name: str, wanted: Wanted, limits: Limits, told: Told
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file that is wanted. Raises `ArchiveError`."""
    read = _zip if name.lower().endswith(".zip") else _tar
    try:
        yield from read(path, wanted, limits, told)
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, struct.error) as error:
        raise ArchiveError(f"The archive is damaged: {error}.") from None
    except (EOFError, gzip.BadGzipFile, LookupError, ValueError, OverflowError) as error:
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError("The archive is damaged or cut off.") from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the beginning of the file
            raise
        raise ArchiveError("The archive is damaged or cut off.") from None
    except (NotImplementedError, RuntimeError):
        raise ArchiveError("The archive is encrypted, or packed in a way not read here.") from None


def _safe(name: str, told: Told) -> str | None:
    """The path from the root of the archive; None for one that leads out of it."""
    name = name.replace("\\", "/")
    parts = name.removeprefix("./").split("/")
    if name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name:
        told.unsafe += 1
        return None
    return None if SKIPPED.intersection(parts[:-1]) else "/".join(parts)


def _count(limits: Limits, told: Told) -> bool:
    """Whether one more may be looked at."""
    if told.entries >= limits.entries:
        told.stopped = f"The archive holds more than {limits.entries} files: the rest was not read."
        return False
    told.entries += 1
    return True


def _zip(path: Path, wanted: Wanted, limits: Limits, told: Told) -> Iterator[tuple[str, bytes]]:
    _check_directory(path)
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            if not _count(limits, told):
                return
            if (member.external_attr >> 16) & 0o170000 == 0o120000:
                told.links += 1
                continue
            name = _safe(member.filename, told)
            if member.is_dir() or name is None or not wanted(name):
                continue
            most = limits.of(name.lower())
            with packed.open(member) as file:  # read no further than allowed, whatever it says
                body = file.read(most + 1)
            if len(body) > most:
                told.large += 1
            else:
                yield name, body


def _check_directory(path: Path) -> None:
    """The table of contents is read whole by the library: refuse one that is no honest size."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise ArchiveError("The archive is damaged or cut off.")
    directory = struct.unpack("<I", tail[at + 12 : at + 16])[0]
    if MOST_DIRECTORY < directory < 0xFFFFFFFF or (directory == 0xFFFFFFFF and size > 2**32):
        raise ArchiveError("The archive lists too many files to be read here.")


class _Counted:
    """A stream that gives no more than so much, so that a bomb ends."""

    def __init__(self, inner: Any, most: int) -> None:
        self.inner, self.left = inner, most

    def read(self, size: int = -1) -> bytes:
        body: bytes = self.inner.read(size)
        self.left -= len(body)
        if self.left < 0:
            raise ArchiveError("The archive unpacks to more than is read here.")
        return body


def _tar(path: Path, wanted: Wanted, limits: Limits, told: Told) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        inner: IO[bytes] = gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[assignment]
        stream: Any = _Counted(inner, limits.unpacked)
        with tarfile.open(fileobj=stream, mode="r|") as members:
            for member in members:
                if not _count(limits, told):
                    return
                members.members = []  # type: ignore[attr-defined]  # the library would remember them all
                yield from _member(members, member, wanted, limits, told)


def _member(
    members: tarfile.TarFile, member: tarfile.TarInfo, wanted: Wanted, limits: Limits, told: Told
) -> Iterator[tuple[str, bytes]]:
    if member.issym() or member.islnk():
        told.links += 1
        return
    name = _safe(member.name, told)
    if not member.isreg() or name is None or not wanted(name):
        return
    if member.size > limits.of(name.lower()):
        told.large += 1
        return
    file = members.extractfile(member)
    if file is not None:
        yield name, file.read()
