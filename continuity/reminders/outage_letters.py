"""The words of messages about outages.

Put together line by line and not by a template: one outage may mean ten thousand of them at once.
What is the same in many is worded once; `Fall` is known by its identity, so a changed one is new.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dateformat import format as dated
from django.utils.translation import get_language, gettext, ngettext

from continuity.core.status import KNOWN
from continuity.core.wording import duration
from continuity.orgs.models import Organization
from continuity.providers.models import Outage, State
from continuity.risk.carrying import Carrier
from continuity.risk.finding.hits import Ask, Hit, home_of, steps_of

from .falls import Fall

MOST = 40  # of a kind by name in one message; of the rest, how many they are
Letter = tuple[str, str]


_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def one_language() -> Iterator[None]:
    """All letters within are in the language of now: to ask for it again takes as long as they."""
    token = _spoken.set(get_language())
    try:
        yield
    finally:
        _spoken.reset(token)


def _language() -> str | None:
    return _spoken.get() or get_language()


def say(words: str) -> str:
    """``gettext``, asked once a language: it would be most of the work of a letter."""
    return _known(_language(), words)


_ = say  # so that the words are found


@lru_cache(maxsize=512)
def _known(language: str | None, words: str) -> str:
    return gettext(words)


@lru_cache(maxsize=512)
def _verdict(_language: str | None, verdict: str) -> str:
    return str(KNOWN[verdict].word)


def outage_letter(
    org: Organization, fall: Fall, hits: list[Hit], now: datetime, plans: Sequence[str] = ()
) -> Letter:
    """To one person: what is down, which of their functions feel it, what carries them now."""
    words = _("%(component)s: %(state)s, %(felt)s")
    if fall.others:
        words = _("%(component)s: %(state)s, and %(more)s with it; %(felt)s")
    if fall.unstable:
        words = _("%(component)s comes and goes: %(state)s, %(felt)s")
    if fall.suspected:
        words = _("%(component)s may be down: %(felt)s")
    return _subject(words, fall, hits), _body(org, fall, hits, now, plans=plans)


def worse_letter(org: Organization, fall: Fall, hits: list[Hit], was: str, now: datetime) -> Letter:
    """To who knew it at the level ``was``: it is worse than that, or it comes and goes."""
    words = _("%(component)s is worse: %(state)s, %(felt)s")
    if was == fall.level:
        words = _("%(component)s comes and goes: %(state)s, %(felt)s")
    return _subject(words, fall, hits), _body(org, fall, hits, now, was=was)


def certain_letter(org: Organization, fall: Fall, hits: list[Hit], now: datetime) -> Letter:
    """To who was told of a suspicion."""
    words = _("%(component)s is down for certain: %(state)s, %(felt)s")
    if fall.shown.source == Outage.Source.FEED:
        words = _("The provider now says so, %(component)s: %(state)s, %(felt)s")
    return _subject(words, fall, hits), _body(org, fall, hits, now)


def over_letter(org: Organization, fall: Fall) -> Letter:
    names = list(dict.fromkeys([o.component.name for o in (fall.shown, *fall.members)]))
    subject = _("%(component)s is back") % {"component": names[0]}
    words = _("%(component)s is back: down from %(start)s to %(end)s.")
    lines = [words % {"component": names[0], **_times(org, fall)}]
    if len(names) > 1:
        lines.append(_("So is what fell with it: %(names)s.") % {"names": _listed(names[1:])})
    lines += [
        "",
        _("Go back in the order of your runbook, and work off what was left lying."),
    ]
    return subject, _signed(org, lines)


def missed_letter(org: Organization, fall: Fall, hits: list[Hit]) -> Letter:
    """To who learns of it only now that it is over."""
    outage = fall.members[0] if fall.shown.ended_at is None else fall.shown
    subject = _("%(component)s was down") % {"component": outage.component.name}
    words = _(
        "%(component)s (%(provider)s) was down from %(start)s to %(end)s. You were not told while "
        "it lasted: it is over now."
    )
    lines = [words % {**_names(outage), **_times(org, fall)}]
    if outage.title:
        lines.append(_said(outage))
    lines += ["", _("It will have been felt by:")]
    lines += [f"  {name}" for name in _some([hit.function.name for hit in hits])]
    lines += ["", _("See whether work was left lying.")]
    return subject, _signed(org, lines)


def left(moment: datetime, now: datetime) -> str:
    """``in 1 h 20 min``, or ``passed 5 min ago``."""
    minutes = round((moment - now).total_seconds() / 60)
    if minutes >= 0:
        return _("in %(time)s") % {"time": duration(minutes)}
    return _("passed %(time)s ago") % {"time": duration(-minutes)}


@lru_cache(maxsize=4096)
def _clock(hit: tuple[datetime, datetime], zone: str, now: datetime, language: str | None) -> str:
    rto_at, mtpd_at = hit
    return _("  RTO %(rto)s (%(rto_at)s); MTPD %(mtpd)s (%(mtpd_at)s).") % {
        "rto": left(rto_at, now),
        "rto_at": moment(rto_at, zone),
        "mtpd": left(mtpd_at, now),
        "mtpd_at": moment(mtpd_at, zone),
    }


@lru_cache(maxsize=4096)
def moment(at: datetime, zone: str, form: str = "j M Y H:i e") -> str:
    return dated(at.astimezone(ZoneInfo(zone)), form)


def _subject(words: str, fall: Fall, hits: list[Hit]) -> str:
    return _headline(words, fall, len(hits), _language())


@lru_cache(maxsize=256)
def _headline(words: str, fall: Fall, count: int, language: str | None) -> str:
    felt = ngettext("%(n)s of your functions feels it", "%(n)s of your functions feel it", count)
    return words % {
        "component": fall.shown.component.name,
        "state": State(fall.level).label,
        "felt": felt % {"n": count},
        "more": len(fall.others),
    }


def _body(
    org: Organization,
    fall: Fall,
    hits: list[Hit],
    now: datetime,
    was: str = "",
    plans: Sequence[str] = (),
) -> str:
    lines = [*_head(org.timezone, fall, was, _language())]
    for hit in hits[:MOST]:
        lines += ["", *_hit(org, hit, now)]
    if len(hits) > MOST:
        lines += ["", _("And %(n)s more.") % {"n": len(hits) - MOST}]
    if plans:
        lines += ["", _("Plans that cover it: %(plans)s.") % {"plans": _listed(list(plans))}]
    return _signed(org, lines)


@lru_cache(maxsize=256)
def _head(zone: str, fall: Fall, was: str, language: str | None) -> list[str]:
    outage = fall.shown
    since = moment(outage.started_at, zone)
    words = _("%(component)s (%(provider)s): %(state)s since %(since)s.")
    facts = {**_names(outage), "state": outage.get_state_display(), "since": since}
    first = words % facts
    if was and was != fall.level:
        first += " " + _("It was %(was)s before.") % {"was": State(was).label}
    lines = [first]
    if outage.title:
        lines.append(_said(outage))
    if fall.suspected:
        lines.append(
            _("This is suspected: %(source)s. The provider says nothing of it so far.")
            % {"source": outage.get_source_display()}
        )
    if fall.others:
        rows = [f"{o.component.name} ({o.get_state_display()})" for o in fall.others]
        lines.append(_("With it fell: %(names)s.") % {"names": _listed(rows)})
    if fall.unstable:
        lines.append(
            _(
                "It comes and goes: it failed three times within an hour. It counts as down until "
                "it has been well for half an hour; then you hear that it is back."
            )
        )
    return lines


def _hit(org: Organization, hit: Hit, now: datetime) -> list[str]:
    times = _clock((hit.rto_at, hit.mtpd_at), org.timezone, now, _language())
    books = [f"  {book.title}: {_link(steps_of(org, book))}" for book in hit.runbooks]
    return [
        f"{hit.function.name} – {_verdict(get_language(), hit.verdict_now)}",
        *(f"  {said_of(ask)}" for ask in hit.asks),
        times,
        *(books or [f"  {_link(hit.path(org))}"]),
    ]


def said_of(ask: Ask) -> str:
    """Who carries what was asked, and what is known of them."""
    facts = {
        "ask": ask.name,
        "carriers": ", ".join(ask.carriers),
        "time": duration(ask.minutes),
        "lame": _why(ask.carried.lame),
        "doubtful": _why(ask.carried.doubtful),
    }
    if not ask.carriers:
        words = _("%(ask)s: nothing carries it.")
        if ask.carried.lame:
            words = _("%(ask)s: nothing carries it. %(lame)s.")
        return words % facts
    words = _("%(ask)s: carried by %(carriers)s, after %(time)s.")
    if ask.carried.lame:
        words = _("%(ask)s: next in line is %(carriers)s, after %(time)s. %(lame)s.")
    if ask.carried.doubtful:
        words += " " + _("How it does is not known: %(doubtful)s.")
    return words % facts


def _why(carriers: Sequence[Carrier]) -> str:
    if not carriers:
        return ""
    words = _("%(name)s is hit itself (%(because)s: %(state)s)")
    return "; ".join(
        words % {"name": c.name, "because": c.because, "state": State(c.state).label}
        if c.state != State.UNKNOWN
        else c.because
        for c in carriers
    )


def _said(outage: Outage) -> str:
    """Its title: in the provider's words, or in our own of what we see ourselves."""
    told = outage.source in (Outage.Source.FEED, Outage.Source.LIBRARY)
    return _("They say: %(title)s") % {"title": outage.title} if told else outage.title


def _names(outage: Outage) -> dict[str, str]:
    part = outage.component
    return {"component": part.name, "provider": part.provider.name}


def _times(org: Organization, fall: Fall) -> dict[str, str]:
    end = fall.ended or max(o.ended_at for o in fall.members if o.ended_at)
    return {"start": moment(fall.began, org.timezone), "end": moment(end, org.timezone)}


def _some(names: list[str]) -> list[str]:
    rest = len(names) - MOST
    more = [_("and %(n)s more") % {"n": rest}] if rest > 0 else []
    return [*names[:MOST], *more]


def _listed(names: list[str]) -> str:
    return ", ".join(_some(names))


def _link(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _signed(org: Organization, lines: list[str]) -> str:
    return "\n".join([*lines, "", _link(home_of(org)), "", f"{org} · Continuity", ""])
