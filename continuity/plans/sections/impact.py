"""3: how soon it hurts, and how much."""

from collections.abc import Mapping, Sequence
from typing import Any

from continuity.plans.blocks import Block, Heading, Lead, Pairs, Table, Text
from continuity.plans.drawing import impact_figure, lost, money, told
from continuity.plans.phrases import listed, minutes, percent
from continuity.plans.words import _

NUMBER, TITLE = 3, _("Business impact analysis")
MOST_PICTURES = 12
ENDS = ("rto_minutes", "mtpd_minutes")


def build(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Block]:
    functions = snapshot["functions"]
    if not functions:
        return [Text(_("No function is covered."))]
    soonest = min(functions, key=lambda f: (f["mtpd_minutes"], -f["criticality"]))
    blocks: list[Block] = [
        Lead(
            _(
                "%(name)s can wait least: it may not stop, and after %(mtpd)s the harm "
                "is more than can be borne."
            )
            % {"name": soonest["name"], "mtpd": minutes(soonest["mtpd_minutes"])}
            if soonest["rto_minutes"] == 0
            else _(
                "%(name)s can wait least: it must run again within %(rto)s, and after %(mtpd)s "
                "the harm is more than can be borne."
            )
            % {
                "name": soonest["name"],
                "rto": minutes(soonest["rto_minutes"]),
                "mtpd": minutes(soonest["mtpd_minutes"]),
            }
        )
    ]
    head = (_("Function"), _("RTO"), _("MTPD"), _("RPO"), _("Minimum"), _("Assessed"))
    rows = tuple(
        (
            f["name"],
            minutes(f["rto_minutes"]),
            minutes(f["mtpd_minutes"]),
            "–" if f["rpo_minutes"] is None else minutes(f["rpo_minutes"]),
            percent(f["minimum_capacity"]),
            f["assessed_on"] or _("never"),
        )
        for f in functions
    )
    blocks.append(Table(head, rows, (34, 13, 13, 13, 12, 15), numeric=(1, 2, 3, 4)))
    blocks.append(
        Text(
            _(
                "RTO: how soon it must run again. MTPD: how long it can stand still before the "
                "harm is more than can be borne. RPO: how much recent data may be lost. Minimum: "
                "the share of normal operation that must run again within the RTO."
            )
        )
    )
    missing = [f["name"] for f in functions if not f["impact"]]
    if missing:
        blocks.append(Text(_("No impact curve was entered for: %s.") % listed(missing)))
    drawn = [f for f in functions if f["impact"]][:MOST_PICTURES]
    if drawn:
        blocks.append(Heading(_("Impact as time passes")))
        if sum(bool(f["impact"]) for f in functions) > MOST_PICTURES:
            words = _("Drawn for the first %d; the table below has all of them.")
            blocks.append(Text(words % MOST_PICTURES))
        currency = snapshot["organization"]["currency"]
        blocks.append(Pairs(tuple(impact_figure(f, currency) for f in drawn)))
    blocks += _costs(functions, snapshot["organization"]["currency"])
    return blocks


def _costs(functions: Sequence[Mapping[str, Any]], currency: str) -> list[Block]:
    """What has been lost by the RTO and by the MTPD; in words the curves that are not drawn."""
    held = [f for f in functions if f["impact"]]
    if not held:
        return []
    head = (_("Function"), _("Lost by the RTO"), _("Lost by the MTPD"))
    rows = tuple(
        (f["name"], *(money(lost(f["impact"], f[at]), currency) for at in ENDS)) for f in held
    )
    return [
        Heading(_("What it costs to stand still")),
        Table(
            (*head, _("Cost per hour")),
            tuple((*row, told(f["impact"], currency)) for row, f in zip(rows, held, strict=True)),
            (30, 16, 16, 38),
            numeric=(1, 2),
        ),
    ]
