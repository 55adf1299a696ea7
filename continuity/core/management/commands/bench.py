"""Measure what is promised about speed; exit status 1 when a promise is not kept."""

from django.core.management.base import BaseCommand, CommandError

from continuity.core.bench import Line, benchmarks

HEAD = f"{'what':<52} {'value':>12} {'floor':>12} {'ratio':>7} {'limit':>9}"


class Command(BaseCommand):
    help = "Run every benchmark, or those named, each against its limit."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="NAME")
        parser.add_argument("--list", action="store_true", help="only say which there are")

    def handle(self, *, names, **options):
        known = dict(benchmarks())
        if unknown := sorted(set(names) - known.keys()):
            raise CommandError(
                f"No benchmark {', '.join(unknown)}; there are: {', '.join(sorted(known))}.",
                returncode=2,
            )
        if options["list"]:
            self.stdout.write("\n".join(sorted(known)))
            return
        self.stdout.write(HEAD)
        lines = [line for name in names or sorted(known) for line in self.run(known[name])]
        if failed := [line for line in lines if not line.holds]:
            raise CommandError(f"{len(failed)} of {len(lines)} figures miss their limit.")

    def run(self, benchmark) -> list[Line]:
        lines = benchmark()
        for line in lines:
            self.stdout.write(show(line))
        return lines


def show(line: Line) -> str:
    """One row of the table."""
    floor = "" if line.floor is None else f"{line.floor:.1f} {line.unit}"
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    limit = f"{line.limit:g}" if line.floor is not None else f"{line.limit:g} {line.unit}"
    word = "ok" if line.holds else "FAIL"
    value = f"{line.value:.1f} {line.unit}"
    return f"{line.name:<52} {value:>12} {floor:>12} {ratio:>7} {limit:>9}  {word}"
