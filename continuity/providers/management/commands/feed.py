"""``manage.py feed parse FORMAT FILE`` and ``manage.py feed poll``."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from continuity.providers import parsers, polling
from continuity.providers.answers import BODY_BYTES


class Command(BaseCommand):
    help = "Read status sources: one payload from a file, or everything that is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        parse = does.add_parser("parse", help="One payload through one parser, JSON out.")
        parse.add_argument("format", help=", ".join(parsers.FORMATS))
        parse.add_argument("file", help="a body or a whole recorded response; - for standard input")
        parse.add_argument("--component", action="append", help="an upstream id that is wanted")
        parse.add_argument("--page-id", help="whose page it must be")
        parse.add_argument("--page-name", help="whose page it must be")
        does.add_parser("poll", help="One round over what is due, JSON out.")

    def handle(self, *args: Any, **options: Any) -> None:
        report = self.parse(options) if options["does"] == "parse" else self.poll()
        self.stdout.write(json.dumps(report, indent=2))

    def parse(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["format"] not in parsers.FORMATS:
            known = ", ".join(parsers.FORMATS)
            raise CommandError(f"No parser {options['format']!r}; there are {known}.", returncode=2)
        config = {
            "components": options["component"],
            "page_id": options["page_id"],
            "page_name": options["page_name"],
        }
        raw = self.bytes_of(options["file"])
        return parsers.read_file(options["format"], raw, config).as_json()

    def bytes_of(self, name: str) -> bytes:
        """At most one byte over the cap on what would be fetched."""
        try:
            if name == "-":
                return sys.stdin.buffer.read(BODY_BYTES + 1)
            with Path(name).open("rb") as file:
                return file.read(BODY_BYTES + 1)
        except OSError as error:
            raise CommandError(f"Cannot read {name}: {error.strerror}.", returncode=2) from error

    def poll(self) -> dict[str, Any]:
        done = polling.poll_due()
        return {"tried": done.tried, "unreadable": done.unreadable, "outages": done.outages}
