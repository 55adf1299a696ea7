"""The words of the field: each a sentence, and where it comes from."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """``word`` as it stands in a sentence, ``means`` one sentence, ``source`` who says so."""

    word: str | Promise
    means: str | Promise
    source: str | Promise


OURS = _("This product's method.")
TERMS: dict[str, Term] = {
    "RTO": Term(
        _("RTO"),
        _("Recovery time objective: how soon after a disruption this must run again."),
        "ISO 22300:2021",
    ),
    "RPO": Term(
        _("RPO"),
        _("Recovery point objective: how much recent data, counted in time, may be lost."),
        "ISO 22300:2021",
    ),
    "MTPD": Term(
        _("MTPD"),
        _(
            "Maximum tolerable period of disruption: how long this may stand still before the harm "
            "becomes unacceptable."
        ),
        "ISO 22300:2021",
    ),
    "BIA": Term(
        _("BIA"),
        _("Business impact analysis: working out what a standstill costs, and how fast it grows."),
        "ISO 22301:2019, 8.2.2",
    ),
    "HHI": Term(
        _("HHI"),
        _(
            "Herfindahl-Hirschman index: the sum of squared shares, from near 0 (spread over many) "
            "to 1 (all with one). Above 0.18 is called highly concentrated."
        ),
        _("US DOJ and FTC, Merger Guidelines (2023), guideline 1; borrowed as a yardstick"),
    ),
    "criticality": Term(
        _("criticality"),
        _("How much a function matters to the organisation, from 1 (low) to 5 (vital)."),
        OURS,
    ),
    "function": Term(
        _("business function"),
        _("Something that the organisation does and would be missed if it stopped."),
        OURS,
    ),
    "dependency": Term(
        _("AI dependency"), _("One thing that a business function asks of AI."), OURS
    ),
    "option": Term(
        _("option"),
        _("One way to serve a dependency: by a provider, by another, or by hand."),
        OURS,
    ),
    "fallback": Term(
        _("fallback"), _("An option that takes over when what normally runs is gone."), OURS
    ),
    "component": Term(
        _("component"),
        _("Anything of a provider's that can fail as one: a service, a model, a region, a host."),
        OURS,
    ),
    "single point of failure": Term(
        _("single point of failure"),
        _("One component whose loss alone keeps a function down beyond its RTO."),
        OURS,
    ),
    "pair": Term(
        _("pair"),
        _("Two components that together keep a function down past its MTPD, though neither does."),
        _("Minimal cut sets of order two, as in fault trees (IEC 61025:2006)"),
    ),
    "beta": Term(
        _("beta"),
        _("The share of outages whose cause takes down everything of a kind, of all providers."),
        _("Beta-factor model of common causes (IEC 61508-6:2010, annex D); the values are ours"),
    ),
    "shared fate": Term(
        _("shared fate"),
        _("A fallback that rests on the component of what it should replace, and falls with it."),
        OURS,
    ),
    "minimum capacity": Term(
        _("minimum capacity"),
        _("The share of normal work that must run again within the RTO."),
        _("ISO 22301:2019 speaks of the minimum acceptable capacity"),
    ),
    "impact curve": Term(
        _("impact curve"),
        _("What each hour down costs, growing in steps the longer it lasts."),
        OURS,
    ),
    "score": Term(
        _("score"),
        _("From 0 (best) to 100 (worst): how far a single provider can stop critical business."),
        OURS,
    ),
    "exposure": Term(
        _("exposure"),
        _("The share of critical business that is hit if this one component fails now."),
        OURS,
    ),
    "runbook": Term(
        _("runbook"),
        _("The steps to carry on by another way, with who, how long and what proves it."),
        OURS,
    ),
    "exercise": Term(
        _("exercise"),
        _("A runbook tried on purpose, with its times measured."),
        "ISO 22301:2019, 8.5",
    ),
    "outage": Term(
        _("outage"), _("A confirmed bad state of a component, from its start to its end."), OURS
    ),
    "test cadence": Term(
        _("test cadence"),
        _("For how many days a passed exercise counts as proof that a fallback works."),
        OURS,
    ),
}
