"""``manage.py probes run`` · ``manage.py probes rotate``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from continuity.probes.actions.keys import rotate
from continuity.probes.running import run_due


class Command(BaseCommand):
    help = "run: one round over the probes that are due. rotate: seal their keys anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["run", "rotate"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "run":
            self.stdout.write(f"{run_due()} ran.")
            return
        done, lost = rotate()
        self.stdout.write(f"{done} sealed anew with the first of SEALING_KEYS.")
        if lost:
            raise CommandError(f"{lost} can be opened with none of SEALING_KEYS: set them anew.")
