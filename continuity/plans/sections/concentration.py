"""5: what a single failure stops, and how much hangs together."""

from collections.abc import Mapping
from typing import Any

from continuity.plans.blocks import Bars, Block, Callout, Heading, Lead, Table, Text
from continuity.plans.phrases import minutes, paths, reason, verdict
from continuity.plans.words import _

NUMBER, TITLE = 5, _("Concentration and single points of failure")
MOST_BARS = 10


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    risk = snapshot["risk"]
    blocks: list[Block] = [Lead(_headline(risk))]
    blocks.append(
        Text(
            _(
                "The score is %(score)s of 100 (0 best, 100 worst; "
                "%(band)s): so much of the critical "
                "business hangs on a single provider. Method: %(method)s."
            )
            % {"score": risk["score"], "band": risk["band"], "method": snapshot["method"]}
        )
    )
    exposure = [row for row in risk["exposure"] if float(row["exposure"]) > 0][:MOST_BARS]
    if exposure:
        rows = tuple(
            (r["name"], float(r["exposure"]) / 100, f"{float(r['exposure']):.0f} %")
            for r in exposure
        )
        blocks.append(Bars(_("If it fails now, so much of the critical business is hit"), rows))
    blocks.append(Heading(_("Single points of failure, with their proof")))
    points = [row for f in snapshot["functions"] for row in _points(f)]
    if points:
        head = (
            _("Function"),
            _("Component"),
            _("Verdict"),
            _("Back after"),
            _("Why, and by what path"),
        )
        blocks.append(Table(head, tuple(points), (20, 18, 9, 12, 41)))
    else:
        blocks.append(Callout(_("None: no single component makes a function late or lost."), "ok"))
    blocks += _concentration(risk["concentration"])
    return blocks


def _headline(risk: Mapping[str, Any]) -> str:
    head = risk["headline"]
    if not head:
        return _("Nothing that is written down leans on a provider.")
    hit = f"{float(head['exposure']):.0f}"
    if head["function_name"]:
        return _(
            "If %(name)s fails now, %(hit)s %% of the critical business is hit; %(function)s "
            "passes "
            "its MTPD after %(time)s."
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
                point["component"],
                verdict(point["verdict"]),
                minutes(point["recovery_minutes"]),
                f"{because}. {proof}" if proof else because,
            )
        )
    return rows


def _concentration(levels: Mapping[str, Any]) -> list[Block]:
    blocks: list[Block] = [Heading(_("Concentration"))]
    for title, level in (
        (_("By provider"), levels["provider"]),
        (_("By host beneath"), levels["host"]),
    ):
        shares = tuple(
            (row["name"], float(row["share"]), f"{float(row['share']) * 100:.0f} %")
            for row in level["shares"][:MOST_BARS]
        )
        hhi = f"{float(level['hhi']):.2f}"
        blocks.append(Bars(_("%(title)s: HHI %(hhi)s") % {"title": title, "hhi": hhi}, shares))
    blocks.append(
        Text(
            _(
                "HHI: the sum of squared shares of criticality-weighted demand, 1 for all on "
                "one. Above "
                "0.18 is called highly concentrated (US DOJ and FTC, Merger Guidelines 2023; a "
                "yardstick)."
            )
        )
    )
    return blocks
