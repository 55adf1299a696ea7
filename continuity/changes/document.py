"""The printed evidence: a record in, sections out. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from continuity.plans.blocks import Bars, Block, Callout, Facts, Heading, Lead, Rich, Table, Text
from continuity.plans.document import Section
from continuity.plans.phrases import minutes, percent, verdict
from continuity.plans.words import _

Record = Mapping[str, Any]
WAYS = {"better": _("better"), "worse": _("worse"), "": "–"}


def compose(record: Record, cover: Record) -> list[Section]:
    """``cover``: what is known only once it is frozen: number, day, who, hash."""
    parts = (
        (_("What is planned"), _planned(record)),
        (_("Today, and with the change"), _figures(record)),
        (_("Functions that differ"), _functions(record)),
        (_("Single points of failure"), _points(record)),
        (_("Steps, and what they would write"), _steps(record)),
        (_("What this rests on, and what it serves"), _basis(record, cover)),
    )
    return [Section(at, title, blocks) for at, (title, blocks) in enumerate(parts, start=1)]


def _planned(record: Record) -> list[Block]:
    change, said = record["change"], record["said"]
    blocks: list[Block] = [Lead(said["headline"]), Text(said["points"])]
    if change["supplier"]:
        blocks.append(Facts(((_("Supplier under consideration"), change["supplier"]),)))
    for title, words in ((_("Why"), change["reason"]), (_("Notes"), change["notes"])):
        if words:
            blocks += [Heading(title), Rich(words)]
    return blocks


def _figures(record: Record) -> list[Block]:
    rows = (
        (row["name"], row["before"], row["after"], WAYS[row["way"]])
        for row in record["said"]["table"]
    )
    head = (_("Figure"), _("Today"), _("With the change"), _("That is"))
    blocks: list[Block] = [Table(head, tuple(rows), (34, 27, 27, 12))]
    levels = record["figures"]["concentration"]
    for key, title in (("provider", _("Providers")), ("host", _("Hosts"))):
        for side, when in (("before", _("today")), ("after", _("with the change"))):
            held = levels[key][side]["largest"]
            bars = tuple((r["name"], float(r["share"]), percent(r["share"])) for r in held)
            if bars:
                blocks.append(Bars(f"{title}, {when}", bars))
    note = _(
        "Shares of criticality, the largest five. HHI: the sum of all squared shares, 1 if one "
        "holds all; 1 divided by it is how many equal ones would be as concentrated. Above 0.18 "
        "is called highly concentrated (US DOJ and FTC, Merger Guidelines, 2023, guideline 1), a "
        "yardstick borrowed from the law of competition."
    )
    return [*blocks, Text(note)]


def _functions(record: Record) -> list[Block]:
    figures = record["figures"]
    rows = tuple(
        (
            f["name"],
            str(f["criticality"]),
            _side(f["before"]),
            _side(f["after"]),
            f"{float(f['before']['score']):.0f} → {float(f['after']['score']):.0f}",
        )
        for f in figures["functions"]
    )
    if not rows:
        return [Text(_("None: every function is judged as it is today."))]
    told = {"n": figures["differ"], "of": figures["of"]}
    head = (_("Function"), _("Criticality"), _("Today"), _("With the change"), _("Score"))
    lead = Lead(_("%(n)d of %(of)d functions are judged otherwise.") % told)
    return [lead, Table(head, rows, (24, 11, 26, 26, 13), (1,))]


def _side(side: Mapping[str, Any]) -> str:
    """The verdict against the worst component."""
    if not side["worst"]:
        return verdict(side["verdict"])
    told = {"verdict": verdict(side["verdict"]), "worst": side["worst"]}
    told["time"] = minutes(side["minutes"])
    return _("%(verdict)s if %(worst)s fails; back: %(time)s") % told


def _points(record: Record) -> list[Block]:
    held = record["figures"]["points"]
    blocks: list[Block] = [Lead(record["said"]["points"])]
    for key, title in (("gone", _("That go")), ("new", _("That are new"))):
        rows = tuple((p["component"], p["function"]) for p in held[key])
        if rows:
            head = (_("If this fails"), _("This stops today") if key == "gone" else _("This stops"))
            blocks += [Heading(title), Table(head, rows, (45, 55))]
    return blocks


def _steps(record: Record) -> list[Block]:
    rows = tuple(_step_rows(record["steps"]))
    head = (_("Step"), _("Function, and what it asks of AI"), _("What is written"))
    planned = tuple((str(at), step["said"]) for at, step in enumerate(record["steps"], start=1))
    steps = Table((_("Step"), _("What is planned")), planned, (8, 92))
    return [steps, Table(head, rows, (8, 40, 52))]


def _step_rows(steps: Iterable[Record]) -> Iterable[tuple[str, ...]]:
    for at, step in enumerate(steps, start=1):
        for place, write in enumerate(step["writes"]):
            where = f"{write['function']}: {write['dependency']}"
            yield (str(at) if not place else "", where, write["said"])


def _basis(record: Record, cover: Record) -> list[Block]:
    said = record["said"]
    check = _(
        "The record that these pages were made from is attached as change.json. Its SHA-256 is "
        "that of its bytes as they are attached; the audit chain of the organisation holds it with "
        "who kept it and when."
    )
    return [
        Heading(_("What this rests on")),
        *(Text(words) for words in said["rests_on"]),
        Heading(_("What it serves")),
        *(Text(words) for words in said["serves"]),
        Callout(
            _(
                "It serves such an assessment. Whether it suffices is for the organisation and its "
                "supervisor to judge."
            )
        ),
        Heading(_("How to check it")),
        Text(check),
        Facts(
            (
                (_("Record, SHA-256"), cover["sha256"]),
                (_("Kept"), f"{cover['kept_at']}, {cover['kept_by']}"),
                (_("What it was kept for"), cover["note"] or "–"),
                (_("Method"), record["method"]),
                (_("Catalogue"), record["catalogue"]),
            )
        ),
    ]
