"""How fast a file is taken in, against the database's own speed and openpyxl's."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import transaction
from openpyxl import load_workbook

from continuity.core.bench import Line, peak_mb, throwaway_database
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization

from .actions import import_portfolio
from .exporters import csv_flat, xlsx
from .exporters.portable import export
from .importers import tables
from .models import Function
from .portable import Function as Told
from .portable import Organization as About
from .portable import Portfolio
from .proposal import Proposal, Source

ROWS = 50_000
BATCH = 500
AS_OF = date(2026, 11, 22)


@contextmanager
def thrown_away() -> Iterator[Organization]:
    """An organisation, and nothing left of it afterwards."""
    with transaction.atomic():
        yield Organization.objects.create(slug=f"bench-{time.monotonic_ns()}", name="Bench")
        transaction.set_rollback(True)


def functions(count: int) -> Portfolio:
    """As people have them in one table: filled in, a row each."""
    rows = (
        Told(
            id=f"function-{n}",
            name=f"Function {n}",
            criticality=1 + n % 5,
            rto_minutes=60 * (1 + n % 24),
            mtpd_minutes=1440 * (2 + n % 5),
            minimum_capacity=0.5,
            impact=(),
            description=f"What function {n} is good for, and for whom.",
            rpo_minutes=60,
            owner=f"owner{n % 300}@example.org",
            assessed_on=AS_OF,
        )
        for n in range(count)
    )
    return Portfolio(AS_OF, 365, About("Bench", "EUR", "Europe/Amsterdam"), functions=tuple(rows))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _bare(org: Organization, told: Portfolio) -> None:
    """The same rows by ``bulk_create``, and no more."""
    Function.objects.for_org(org).bulk_create(
        [
            Function(
                organization=org,
                key=f.id,
                name=f.name,
                criticality=f.criticality,
                rto_minutes=f.rto_minutes,
                mtpd_minutes=f.mtpd_minutes,
                minimum_capacity=f.minimum_capacity,
                impact=[],
                description=f.description,
                rpo_minutes=f.rpo_minutes,
                owner_email=f.owner,
                assessed_on=f.assessed_on,
            )
            for f in told.functions
        ],
        batch_size=BATCH,
    )


def _proposed(path: Path, org: Organization) -> Proposal:
    return tables.read(Source(path.name, path, lambda: export(org, AS_OF, every_component=True)))


def _taken_in(path: Path, org: Organization) -> None:
    proposal = _proposed(path, org)
    if proposal.faults or import_portfolio(Actor.system(org), proposal.portfolio) is None:
        raise RuntimeError(f"{path}: {proposal.faults[:1]}")


def _refused(path: Path, org: Organization) -> None:
    if len(_proposed(path, org).faults) < 900:
        raise RuntimeError("its faults are not told")


def _openpyxl(path: Path) -> None:
    """Every cell of the workbook read, and no more."""
    with path.open("rb") as opened:
        for sheet in load_workbook(opened, read_only=True).worksheets:
            for _row in sheet.iter_rows(values_only=True):
                pass


def _on(work: Callable[[Path, Organization], None], path: Path) -> float:
    with thrown_away() as org:
        return _seconds(lambda: work(path, org))


def bench_tables() -> list[Line]:
    """50,000 functions as CSV and as a workbook, and as CSV with a fault in every fiftieth row."""
    told = functions(ROWS)
    with tempfile.TemporaryDirectory(prefix="continuity-bench-") as folder:
        plain, broken, book = (Path(folder) / name for name in ("f.csv", "faulty.csv", "f.xlsx"))
        body = b"".join(csv_flat.write(told))
        plain.write_bytes(body)
        lines = body.splitlines(keepends=True)
        lines[1::51] = [line.replace(b"@example.org", b"") for line in lines[1::51]]
        broken.write_bytes(b"".join(lines))
        book.write_bytes(xlsx.write(told))
        with throwaway_database():
            bare = min(_bare_seconds(told) for _ in range(2))
            opened = _seconds(lambda: _openpyxl(book))
            taken = min(_on(_taken_in, plain) for _ in range(2))
            refused, workbook = _on(_refused, broken), _on(_taken_in, book)
        peak = _peak_mb(plain)
    # The workbook may take as long as the CSV, and 1.2 times as long as openpyxl alone besides.
    limit = (2 * bare + 1.2 * opened) / (bare + opened)
    return [
        Line(f"take in {ROWS:,} rows of CSV (bulk_create)", 1000 * taken, "ms", 2, 1000 * bare),
        Line("the same with a thousand faults told", 1000 * refused, "ms", 2, 1000 * bare),
        Line(
            "the same as a workbook (and openpyxl)",
            1000 * workbook,
            "ms",
            round(limit, 2),
            1000 * (bare + opened),
        ),
        Line("memory of a process that takes them in", peak, "MB", 300),
    ]


def _bare_seconds(told: Portfolio) -> float:
    with thrown_away() as org:
        return _seconds(lambda: _bare(org, told))


def _peak_mb(path: Path) -> float:
    """Of a process of its own, with its database in memory where that is SQLite."""
    code = f"import django; django.setup(); from {__name__} import main; main({str(path)!r})"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "continuity.settings"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=env)  # noqa: S603
    return float(done.stdout)


def main(path: str) -> None:
    with throwaway_database():
        _on(_taken_in, Path(path))
    sys.stdout.write(str(peak_mb()))
