"""The figures of a change in words: what it says first, what it rests on, and what it serves."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.core.wording import money, score, share

Figures = dict[str, Any]
Row = dict[str, Any]


def headline(figures: Figures) -> str:
    """One sentence: the score, the largest host, and the single points of failure."""
    parts = [_score(figures), _largest(figures)]
    return _("With this change %(what)s.") % {"what": _(" and ").join(p for p in parts if p)}


def _score(figures: Figures) -> str:
    was, now = (Decimal(str(figures["score"][side])) for side in ("before", "after"))
    told = {"was": score(was), "now": score(now)}
    if told["was"] == told["now"]:
        return _("the score stays at %(now)s") % told
    if now < was:
        return _("the score falls from %(was)s to %(now)s") % told
    return _("the score rises from %(was)s to %(now)s") % told


def _largest(figures: Figures) -> str:
    level = figures["concentration"]["host"]
    was, now = (level[side]["largest"][:1] for side in ("before", "after"))
    if not now:
        return ""
    told = {"share": share(now[0]["share"]), "name": now[0]["name"]}
    if was and share(was[0]["share"]) == told["share"]:
        return _("the largest host still holds %(share)s (%(name)s)") % told
    return _("no host holds more than %(share)s (%(name)s)") % told


def points(figures: Figures) -> str:
    """How many single points of failure go, and how many come."""
    gone, new = figures["points"]["gone_count"], figures["points"]["new_count"]
    went = ngettext(
        "%(n)d single point of failure goes", "%(n)d single points of failure go", gone
    ) % {"n": gone}
    came = ngettext("%(n)d is new", "%(n)d are new", new) % {"n": new}
    if not gone and not new:
        return _("No single point of failure goes, and none is new.")
    if not new:
        return _("%(went)s, and none is new.") % {"went": went}
    if not gone:
        return _("No single point of failure goes, but %(came)s.") % {"came": came}
    return _("%(went)s, but %(came)s.") % {"went": went, "came": came}


def _hours(hours: str) -> str:
    return f"{Decimal(hours):.1f}"


def table(figures: Figures, currency: str) -> list[Row]:
    """Every figure of the whole, today and with the change, and whether that is better."""
    told = figures["score"]
    rows = [_row(_("Score, of 100"), told["before"], told["after"], score)]
    for key, name, largest in (
        ("provider", _("Providers: HHI"), _("Largest provider")),
        ("host", _("Hosts: HHI"), _("Largest host")),
    ):
        was, now = figures["concentration"][key]["before"], figures["concentration"][key]["after"]
        rows.append(_row(name, was["hhi"], now["hhi"], lambda hhi: f"{Decimal(hhi):.2f}"))
        rows.append(_like(was["effective"], now["effective"]))
        rows.append(_holder(largest, was["largest"][:1], now["largest"][:1]))
    held = figures["points"]
    rows.append(_row(_("Single points of failure"), held["before"], held["after"], str))
    two, year = figures["pairs"], figures["year"]
    rows.append(_row(_("Pairs that only together stop one"), two["before"], two["after"], str))
    was, now = year["before"], year["after"]
    rows.append(_row(_("Expected hours down a year"), was["hours"], now["hours"], _hours))
    rows.append(
        _row(
            _("Expected loss a year"),
            was["loss"],
            now["loss"],
            lambda loss: money(round(Decimal(loss)), currency),
        )
    )
    for hit in figures["exposure"]:
        name = _("Hit if %(name)s fails") % hit
        percent = {side: float(hit[side]) / 100 for side in ("before", "after")}
        rows.append(_row(name, percent["before"], percent["after"], share))
    return rows


def _row(name: str, was: Any, now: Any, read: Callable[[Any], str]) -> Row:
    """Of a figure that is better the smaller it is."""
    before, after = Decimal(str(was)), Decimal(str(now))
    told = {"name": name, "before": read(str(was)), "after": read(str(now)), "way": ""}
    if told["before"] != told["after"]:
        told["way"] = "better" if after < before else "worse"
    return told


def _like(was: Any, now: Any) -> Row:
    """The effective number: the more, the better."""

    def read(many: Any) -> str:
        return "–" if many is None else f"{float(many):.1f}"

    row = {"name": _("… as of so many equal ones"), "before": read(was), "after": read(now)}
    if was is None or now is None or row["before"] == row["after"]:
        return {**row, "way": ""}
    return {**row, "way": "better" if float(now) > float(was) else "worse"}


def _holder(name: str, was: list[Row], now: list[Row]) -> Row:
    def read(held: list[Row]) -> str:
        return f"{share(held[0]['share'])} {held[0]['name']}" if held else "–"

    row = {"name": name, "before": read(was), "after": read(now), "way": ""}
    if was and now and share(was[0]["share"]) != share(now[0]["share"]):
        less = float(now[0]["share"]) < float(was[0]["share"])
        row["way"] = "better" if less else "worse"
    return row


def rests_on() -> list[str]:
    """What the figures assume."""
    return [
        _("Switch times and capacities of what is planned are planned, not measured."),
        _(
            "An exercise on record with a runbook counts for every option that names it, also for "
            "one that is moved or added here: hold it again once the change is made."
        ),
        _(
            "How often components fail and for how long is estimated, from priors and from the "
            "outages that were seen, and no forecast; a fallback that is needed fails with the "
            "chance stated for how far it is tested. Unknown common causes are left out."
        ),
        _("What runs on what is as the catalogue and your own corrections have it today."),
        _("Nothing else of the inventory changes. Prices and terms of contracts are not weighed."),
    ]


def serves() -> list[str]:
    """What asks for such evidence. Whether it is enough, others judge."""
    return [
        _(
            "Regulation (EU) 2022/2554 (DORA), Article 28(4)(c): before a contract, identify and "
            "assess all relevant risks of the arrangement, also whether it adds to the "
            "concentration of ICT risk."
        ),
        _(
            "Regulation (EU) 2022/2554 (DORA), Article 29: a preliminary assessment of ICT "
            "concentration risk: whether the provider can easily be replaced, whether several "
            "arrangements rest on the same or closely connected providers, and what the "
            "alternatives would bring."
        ),
    ]
