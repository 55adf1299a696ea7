"""A file of tables to a proposal: its sheets, their columns and rows, and what they mean."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from continuity.inventory.against import problems, standing
from continuity.inventory.portable import Fault, Organization, PortableError, Portfolio
from continuity.inventory.portable.faults import Faults
from continuity.inventory.proposal import Proposal, Source

from . import mapping
from .beside import Components, Runbooks
from .mapping import Guess
from .opening import Sheet, sheets
from .trees import Forest, Placed
from .values import Cell
from .vocabulary import ABOUT, COMPONENTS, FUNCTIONS, RUNBOOKS, TREES
from .whole import Filler, Functions

FIELDS = {"name": "function", "depends_on": "depends_on", "runs_on": "runs_on"}
Rows = Iterator[tuple[int, list[Cell]]]


def guesses(path: Path, chosen: Mapping[str, Any] | None = None) -> list[Guess]:
    """What each sheet is understood as, with samples; reads their first rows only."""
    found = []
    for sheet in sheets(path, []):
        _number, headers, rows = _headed(sheet)
        if headers:
            guess = mapping.guess(sheet.name, headers, (chosen or {}).get(sheet.name))
            first = [row for _n, row in islice(rows, 20)]
            found.append(mapping.with_samples(guess, first))
    return found


def read(source: Source) -> Proposal:
    notes: list[str] = []
    faults = Faults()
    forests = {tree.name: Forest(tree.levels, faults) for tree in TREES.values()}
    understood: list[Guess] = []
    portfolio = source.held()
    try:
        for sheet in sheets(source.path, notes):
            if (guess := _sheet(sheet, source, forests, faults, notes)) is not None:
                understood.append(guess)
        if not understood:
            faults.append(Fault("$", _("is empty: it has no row with names of columns.")))
        elif not any(guess.tree for guess in understood):
            faults.append(Fault("$", _("has no column that is understood. Say what they are.")))
        portfolio = _whole(forests, portfolio, faults, notes)
    except PortableError as fault:
        faults = Faults()
        list.extend(faults, fault.faults)
    return Proposal(
        portfolio=portfolio,
        faults=tuple(faults),
        notes=tuple(notes),
        mapping={"sure": all(guess.sure for guess in understood if guess.columns)},
    )


def _headed(sheet: Sheet) -> tuple[int, list[Cell], Rows]:
    """The number and cells of the first row that says anything, and the rows after it."""
    for number, row in sheet.rows:
        while row and row[-1] in (None, ""):
            row.pop()
        if row:
            return number, row, sheet.rows
    return 0, [], sheet.rows


def _sheet(
    sheet: Sheet,
    source: Source,
    forests: dict[str, Forest],
    faults: Faults,
    notes: list[str],
) -> Guess | None:
    number, headers, rows = _headed(sheet)
    if not headers:
        return None
    guess = mapping.guess(sheet.name, headers, source.mapping.get(sheet.name))
    if not guess.tree:
        if sheet.name:
            notes.append(_("Sheet “%(name)s” was passed over.") % {"name": sheet.name})
        return guess
    placed = Placed(guess, sheet.kind)
    broken = list(mapping.check(guess, placed.place(number)))
    faults.gather(broken)
    if broken:
        return guess
    notes += _told_units(guess, placed)
    forests[guess.tree].add(placed, rows, lambda row: source.progress(row, 0))
    return guess


def _told_units(guess: Guess, placed: Placed) -> Iterator[str]:
    words = {60: _("hours"), 1440: _("days"), 10080: _("weeks"), 100: _("percent")}
    for column in guess.columns:
        if column.field and column.unit in words:
            told = {"column": column.header, "unit": words[column.unit]}
            yield _("Bare numbers in “%(column)s” were read as %(unit)s.") % told


def _whole(
    forests: dict[str, Forest], held: Portfolio, faults: Faults, notes: list[str]
) -> Portfolio:
    components = Components(forests[COMPONENTS.name], faults, held)
    runbooks = Runbooks(forests[RUNBOOKS.name], faults, held)
    functions = Functions(forests[FUNCTIONS.name], faults, held, components.names, runbooks.names)
    portfolio = replace(
        held,
        components=components.build(),
        runbooks=runbooks.build(),
        functions=functions.build(),
    )
    portfolio = _about(forests[ABOUT.name], portfolio)
    notes += functions.notes()
    if not faults:
        for problem in problems(portfolio, standing(held)):
            _place(problem, functions, components, faults)
    return portfolio


def _place(problem: Any, functions: Functions, components: Components, faults: Faults) -> None:
    key = FIELDS.get(problem.field, problem.field)
    inside: Filler = components if problem.field == "runs_on" else functions
    node = inside.find(*problem.path)
    place = inside.forest.where(node, key) if node else problem.path[0]
    faults.append(Fault(place, problem.sentence))


def _about(forest: Forest, portfolio: Portfolio) -> Portfolio:
    """What a sheet says of the organisation itself; taking in does not change that."""
    for node in forest.nodes:
        currency, timezone, cadence, day = node.values
        known = portfolio.organization
        return replace(
            portfolio,
            organization=Organization(
                node.id, _said(currency, known.currency), _said(timezone, known.timezone)
            ),
            test_cadence_days=_said(cadence, portfolio.test_cadence_days),
            as_of=_said(day, portfolio.as_of),
        )
    return portfolio


def _said(value: Any, otherwise: Any) -> Any:
    return otherwise if value is None or value is ... else value
