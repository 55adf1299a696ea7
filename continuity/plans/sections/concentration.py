"""5: what a single failure stops, and how much hangs together."""

from collections.abc import Iterable, Mapping
from typing import Any

from continuity.plans.alternatives import alternatives
from continuity.plans.blocks import Bars, Block, Callout, Heading, Lead, Table, Text
from continuity.plans.phrases import NBSP, listed, minutes, paths, percent, reason, verdict
from continuity.plans.words import _

NUMBER, TITLE = 5, _("Concentration and single points of failure")
MOST_BARS = 10
HIGHLY = 0.18


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    risk = snapshot["risk"]
    if not snapshot["components"]:
        return [Lead(_("Nothing that is written down leans on a provider: nothing to weigh."))]
    words = _(
        "The score is %(score)s of 100, which the method calls %(band)s: 0 if no single failure "
        "can stop anything, 100 if one stops everything. Method: %(method)s."
    ) % {"score": f"{float(risk['score']):.0f}", "band": risk["band"], "method": snapshot["method"]}
    blocks: list[Block] = [Lead(_headline(risk)), Text(words + _worst(snapshot))]
    felt = [row for row in risk["exposure"] if float(row["exposure"]) > 0]
    exposure = felt[:MOST_BARS]
    if exposure:
        rows = tuple(
            (r["name"], float(r["exposure"]) / 100, f"{float(r['exposure']):.0f} %")
            for r in exposure
        )
        blocks.append(Bars(_("If it fails now, so much of the critical business is hit"), rows))
        blocks += _beyond(
            (r["name"], f"{float(r['exposure']):.0f}{NBSP}%") for r in felt[MOST_BARS:]
        )
    blocks.append(Heading(_("Single points of failure, with their proof")))
    points = [row for f in snapshot["functions"] for row in _points(f)]
    if points:
        head = (_("Function"), _("If this fails"), _("It is"), _("Back after"))
        columns = (*head, _("Why, and by what path"))
        blocks.append(Table(columns, tuple(points), (20, 18, 8, 12, 42)))
    else:
        blocks.append(Callout(_("None: no single component makes a function late or lost."), "ok"))
    return [*blocks, *alternatives(snapshot), *_concentration(risk["concentration"])]


def _worst(snapshot: Mapping[str, Any]) -> str:
    """Why the worst component stops the first function that it stops; no score without it."""
    head = snapshot["risk"]["headline"]
    if not head:
        return ""
    points = (p for f in snapshot["functions"] for p in f["points"] if p["name"] == head["name"])
    why = next((reason(point["why"]) for point in points), "")
    if not why:
        return ""
    return " " + _("The worst is %(name)s: %(why)s.") % {"name": head["name"], "why": why}


def _beyond(rows: Iterable[tuple[str, str]]) -> list[Block]:
    """What stands beyond the bars, in words."""
    names = [f"{name} {share}" for name, share in rows]
    return [Text(_("Beyond these: %s.") % listed(names, 400))] if names else []


def _headline(risk: Mapping[str, Any]) -> str:
    head = risk["headline"]
    if not head:
        return _("Nothing that is written down leans on a provider.")
    hit = f"{float(head['exposure']):.0f}"
    if head["function_name"]:
        return _(
            "If %(name)s fails now, %(hit)s %% of the critical business is hit; %(function)s "
            "passes its MTPD after %(time)s."
        ) % {
            "name": head["name"],
            "hit": hit,
            "function": head["function_name"],
            "time": minutes(head["mtpd_minutes"]),
        }
    return _(
        "If %(name)s fails now, %(hit)s %% of the critical business is hit; every function comes "
        "back before its MTPD."
    ) % {"name": head["name"], "hit": hit}


def _points(function: Mapping[str, Any]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for point in function["points"]:
        proof = "; ".join(paths(point["why"])[:3])
        because = reason(point["why"])
        through = point["why"].get("function_name", "")
        if through and through != function["name"]:
            because += " " + _("(through %s)") % through
        rows.append(
            (
                function["name"] if not rows else "",
                point["name"],
                verdict(point["verdict"]),
                minutes(point["recovery_minutes"]),
                f"{because[:1].upper()}{because[1:]}. {proof}" if proof else because,
            )
        )
    return rows


def _concentration(levels: Mapping[str, Any]) -> list[Block]:
    held = [
        (title, level)
        for title, level in (
            (_("By provider"), levels["provider"]),
            (_("By host beneath"), levels["host"]),
        )
        if level["shares"]
    ]
    if not held:
        return []
    blocks: list[Block] = [Heading(_("Concentration"))]
    for title, level in held:
        shares = tuple(
            (row["name"], float(row["share"]), f"{float(row['share']) * 100:.0f} %")
            for row in level["shares"][:MOST_BARS]
        )
        many = 1 / float(level["hhi"])
        words = {"title": title, "hhi": f"{float(level['hhi']):.2f}", "many": f"{many:.1f}"}
        high = float(level["hhi"]) > HIGHLY
        line = (
            _("%(title)s: HHI %(hhi)s, highly concentrated: like %(many)s of equal size")
            if high
            else _("%(title)s: HHI %(hhi)s, like %(many)s of equal size")
        )
        blocks.append(Bars(line % words, shares))
        blocks += _beyond(
            (row["name"], percent(row["share"])) for row in level["shares"][MOST_BARS:]
        )
    note = _(
        "Shares of criticality. HHI: the sum of their squares, 1 if one holds all; 1 "
        "divided by it is how many equal ones would be as concentrated. Above 0.18 is "
        "called highly concentrated (US DOJ and FTC, Merger Guidelines, 2023, guideline 1), a "
        "yardstick borrowed from the law of competition."
    )
    return [*blocks, Text(note)]
