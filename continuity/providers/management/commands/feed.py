"""``manage.py feed parse FORMAT FILE``, ``poll``; of one source ``trust``, ``propose``, ``accept``,
``dismiss`` URL."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers import moving, parsers, polling
from continuity.providers.actions import accept_move, dismiss_move, propose, trust_page
from continuity.providers.answers import BODY_BYTES
from continuity.providers.models import Feed


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
        trust = does.add_parser("trust", help="A shared page that changed hands may stay so.")
        trust.add_argument("url")
        search = does.add_parser("propose", help="Look now for where a shared source may be.")
        search.add_argument("url")
        accept = does.add_parser("accept", help="Read a shared source where it was found.")
        accept.add_argument("url", help="the source as it is known")
        accept.add_argument("--at", help="which of several that were found")
        dismiss = does.add_parser("dismiss", help="None of what was found is it.")
        dismiss.add_argument("url")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(getattr(self, options["does"])(options), indent=2))

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

    def poll(self, options: dict[str, Any]) -> dict[str, Any]:
        done = polling.poll_due()
        return {"tried": done.tried, "unreadable": done.unreadable, "outages": done.outages}

    def trust(self, options: dict[str, Any]) -> dict[str, Any]:
        feed = self.shared(options["url"])
        trusted = trust_page(self.installation(), feed)
        return {"url": feed.url, "trusted": trusted is not None}

    def propose(self, options: dict[str, Any]) -> dict[str, Any]:
        feed = self.shared(options["url"])
        propose(feed, moving.search(feed), timezone.now())
        feed.refresh_from_db()
        return {"url": feed.url, **feed.proposal}

    def accept(self, options: dict[str, Any]) -> dict[str, Any]:
        feed = self.shared(options["url"])
        found = {one["url"]: one for one in feed.proposal.get("candidates", [])}
        if options["at"] not in found and len(found) != 1:
            known = ", ".join(found) or "nothing; run “feed propose” first"
            raise CommandError(f"Name one with --at: found was {known}.", returncode=2)
        where = found.get(options["at"]) or next(iter(found.values()))
        try:
            accept_move(self.installation(), feed, where)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        return {"url": feed.url, "format": feed.format, "moved_from": feed.moved_from}

    def dismiss(self, options: dict[str, Any]) -> dict[str, Any]:
        feed = self.shared(options["url"])
        return {"url": feed.url, "dismissed": bool(dismiss_move(self.installation(), feed))}

    def shared(self, url: str) -> Feed:
        feed = Feed.objects.catalogue().filter(url=url).first()
        if feed is None:
            raise CommandError(f"No shared source at {url}.", returncode=2)
        return feed

    def installation(self) -> Actor:
        return Actor.system(Organization.objects.platform())
