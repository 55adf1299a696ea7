"""Files of tables for tests: text in, what the importer makes of it out."""

import io
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from continuity.inventory.importers import tables as importer
from continuity.inventory.portable import Portfolio
from continuity.inventory.proposal import Source
from tests.portfolios import AS_OF, CADENCE, ORGANIZATION, dependency, function, option, portfolio

NOTHING = Portfolio(as_of=AS_OF, test_cadence_days=CADENCE, organization=ORGANIZATION)
HELD = portfolio(
    function(dependency(option("gpt", "openai/api"), name="classify"), name="claims"),
    function(name="letters", depends_on=("claims",)),
)


def taken(body, name="file.csv", held=NOTHING, mapping=None):
    """What the importer proposes for a file of these bytes."""
    if isinstance(body, str):
        body = body.encode()
    elif not isinstance(body, bytes):
        body = b"".join(body)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(body)
        assert importer.accepts(name, body[:4096])
        return importer.read(Source(name, path, lambda: held, mapping or {}))


def told(proposal):
    """Its faults, each a line."""
    return [f"{fault.path}: {fault.sentence}" for fault in proposal.faults]


def renamed(p, way):
    """The portfolio with every id written another way."""

    def all_of(names):
        return tuple(way(name) for name in names)

    def option(o):
        book = o.runbook and way(o.runbook)
        return replace(o, id=way(o.id), on=all_of(o.on), runbook=book)

    def dependency(d):
        return replace(d, id=way(d.id), options=tuple(map(option, d.options)))

    def function(f):
        asks = tuple(map(dependency, f.dependencies))
        return replace(f, id=way(f.id), depends_on=all_of(f.depends_on), dependencies=asks)

    def component(c):
        evidence = tuple(replace(e, runs_on=way(e.runs_on)) for e in c.evidence)
        return replace(c, id=way(c.id), runs_on=all_of(c.runs_on), evidence=evidence)

    def step(s):
        return replace(s, key=way(s.key), waits_for=all_of(s.waits_for))

    def runbook(r):
        return replace(r, id=way(r.id), steps=tuple(map(step, r.steps)))

    return replace(
        p,
        functions=tuple(map(function, p.functions)),
        components=tuple(map(component, p.components)),
        runbooks=tuple(map(runbook, p.runbooks)),
    )


def workbook(**sheets):
    """The bytes of a workbook: rows by the title of their sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def archive(**entries):
    """The bytes of an archive: texts by name, of which two underscores are a dot."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in entries.items():
            file.writestr(name.replace("__", "."), text)
    return body.getvalue()
