"""The files of a folder, in the order of their names, and never one outside it."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .limits import SKIPPED, Limits

Wanted = Callable[[str], bool]  # by the path from the root


@dataclass
class Told:
    """What was left out, in numbers; ``stopped``: the sentence why the rest was not looked at."""

    entries: int = 0
    links: int = 0
    large: int = 0
    unreadable: int = 0
    unsafe: int = 0
    stopped: str = ""


def folder(root: Path, wanted: Wanted, limits: Limits, told: Told) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file that is wanted. Links are left alone, to files and to folders."""
    stack = [("", str(root), 0)]
    while stack and not told.stopped:
        prefix, place, depth = stack.pop()
        below = []
        for entry in _entries(place, limits, told):
            path = f"{prefix}{entry.name}"
            if entry.is_symlink():
                told.links += 1
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED and depth < limits.depth:
                    below.append((f"{path}/", entry.path, depth + 1))
            elif wanted(path):
                body = _read(entry.path, limits.of(entry.name.lower()), told)
                if body is not None:
                    yield path, body
        stack += reversed(below)


def _entries(place: str, limits: Limits, told: Told) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as found:
            entries = sorted(_few(found, limits, told), key=lambda entry: entry.name)
    except OSError:
        told.unreadable += 1
        return []
    installed = any(entry.name == "pyvenv.cfg" for entry in entries)
    return [] if installed else entries


def _few(
    found: Iterator[os.DirEntry[str]], limits: Limits, told: Told
) -> Iterator[os.DirEntry[str]]:
    for entry in found:
        if told.entries >= limits.entries:
            told.stopped = (
                f"There are more than {limits.entries} files and folders: "
                "the rest was not looked at. Name a smaller folder."
            )
            return
        told.entries += 1
        yield entry


def _read(place: str, most: int, told: Told) -> bytes | None:
    """A regular file's bytes, if they are no more than ``most``; no link, no pipe, no device."""
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return None
            if status.st_size > most:
                told.large += 1
                return None
            return os.read(descriptor, status.st_size)
        finally:
            os.close(descriptor)
    except OSError:
        told.unreadable += 1
        return None
