"""What AI a source tree leans on: ``discover PATH [--json] [--org SLUG]``. Needs no database."""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from continuity.inventory.discovery import (
    ArchiveError,
    Limits,
    discover,
    is_archive,
    record,
    words,
)
from continuity.inventory.importers import HEAD
from continuity.inventory.portable import shown
from continuity.inventory.signatures import shipped, signatures
from continuity.orgs.models import Organization

NOTHING_ELSE = "is neither a folder nor a .zip, .tar.gz or .tar archive."


class Command(BaseCommand):
    help = (
        "Read a source tree, or an archive of one, for AI packages, addresses and models. Runs "
        "nothing in it, follows no link, asks nobody. Exit status 2: it cannot be read."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--json", action="store_true", help="for programs, and for the upload")
        parser.add_argument("--org", metavar="SLUG", help="say where that organisation takes it in")
        parser.add_argument(
            "--most-files",
            type=int,
            default=Limits().entries,
            metavar="N",
            help="stop after so many files and folders (default: %(default)s)",
        )

    def handle(self, *, path: Path, json: bool, org: str | None, most_files: int, **options):
        slug = _known(org) if org else None
        try:
            found = discover(_readable(path), signatures(), shipped(), Limits(entries=most_files))
        except ArchiveError as error:
            raise CommandError(f"{shown(path)}: {error}", returncode=2) from None
        except OSError as error:
            raise CommandError(f"{shown(path)}: {error.strerror}.", returncode=2) from None
        if json:
            self.stdout.write(_json(record(found)))
        else:
            self.stdout.write("\n".join(words(found)))
        if slug:
            self.stderr.write(
                f"To take it in: write it with --json to a file whose name ends in .json, and "
                f"upload that at /o/{slug}/inventory/import/ to review each proposal."
            )


def _json(record: dict) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1)


def _known(slug: str) -> str:
    try:
        known = Organization.objects.filter(slug=slug).exists()
    except DatabaseError as error:
        raise CommandError(f"The database cannot be read: {error}", returncode=1) from None
    if not known:
        raise CommandError(f"There is no organisation {shown(slug)}.", returncode=2)
    return slug


def _readable(path: Path) -> Path:
    """A folder or an archive; else a sentence."""
    if path.is_dir():
        with os.scandir(path):  # one that may not be read says so
            return path
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not is_archive(path.name, head):
        raise CommandError(f"{shown(path)} {NOTHING_ELSE}", returncode=2)
    return path
