"""The words of messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.core.wording import duration
from continuity.orgs.models import Organization
from continuity.providers.models import Feed, Outage, State
from continuity.providers.words import reason

from .asking import CampaignLetter
from .hits import Hit, steps_of
from .models import Reminder


def link(path: str) -> str:
    """A page of this site, by its own address, never by that of a request."""
    return f"{settings.SITE_URL}{path}"


def left(moment: datetime, now: datetime) -> str:
    """``in 1 h 20 min``, or ``passed 5 min ago``."""
    minutes = round((moment - now).total_seconds() / 60)
    if minutes >= 0:
        return _("in %(time)s") % {"time": duration(minutes)}
    return _("passed %(time)s ago") % {"time": duration(-minutes)}


def review_letter(org: Organization, reminder: Reminder) -> tuple[str, str]:
    """Subject and body."""
    context = {"org": org, "reminder": reminder, "link": link(reminder.path)}
    return str(reminder.subject), render(org, "email/review.txt", context)


def campaign_letter(letter: CampaignLetter) -> tuple[str, str]:
    """To one person: what is asked of them, and how the campaigns come on that they run."""
    count = sum(task.count for task in letter.tasks)
    late = any(task.late for task in letter.tasks)
    if late:
        words = ngettext(
            "%(n)s function waits for your answer, and is overdue",
            "%(n)s functions wait for your answer, and are overdue",
            count,
        )
    else:
        words = ngettext(
            "%(n)s function of yours: is it still right?",
            "%(n)s functions of yours: are they still right?",
            count,
        )
    subject = words % {"n": count}
    if not count:
        titles = ", ".join(str(run.campaign) for run in letter.runs)
        subject = _("Answers are due: %(titles)s") % {"titles": titles}
    mine = link(reverse("campaigns:mine", args=[letter.org.slug]))
    runs = [(run, link(run.campaign.get_absolute_url())) for run in letter.runs]
    context = {"org": letter.org, "letter": letter, "link": mine, "runs": runs}
    return subject, render(letter.org, "email/campaign.txt", context)


def outage_letter(
    org: Organization, outage: Outage, hits: list[Hit], now: datetime
) -> tuple[str, str]:
    """To one person: what is down, which of their functions feel it, what carries them now."""
    words = _("%(component)s: %(state)s, %(felt)s")
    if outage.evidence.get("unstable") is True:
        words = _("%(component)s comes and goes: %(state)s, %(felt)s")
    return _subject(words, outage, hits), _outage_body(org, outage, hits, now)


def worse_letter(
    org: Organization, outage: Outage, hits: list[Hit], was: str, now: datetime
) -> tuple[str, str]:
    """To who knew it at the level ``was``: it is worse than that, or it comes and goes."""
    words = _("%(component)s is worse: %(state)s, %(felt)s")
    if was == outage.state:
        words = _("%(component)s comes and goes: %(state)s, %(felt)s")
    return _subject(words, outage, hits), _outage_body(org, outage, hits, now, was=was)


def over_letter(org: Organization, outage: Outage) -> tuple[str, str]:
    subject = _("%(component)s is back") % {"component": outage.component.name}
    context = {"org": org, "outage": outage, "home": link(org.get_absolute_url())}
    return subject, render(org, "email/outage_over.txt", context)


def missed_letter(org: Organization, outage: Outage, hits: list[Hit]) -> tuple[str, str]:
    """To who learns of it only now that it is over."""
    subject = _("%(component)s was down") % {"component": outage.component.name}
    context = {"org": org, "outage": outage, "hits": hits, "home": link(org.get_absolute_url())}
    return subject, render(org, "email/outage_missed.txt", context)


def source_letter(feed: Feed) -> tuple[str, str]:
    """To who looks after a source: it cannot be read."""
    subject = _("The status source of %(provider)s cannot be read") % {"provider": feed.provider}
    context = {"feed": feed, "reason": reason(feed.reason)}
    return subject, render(feed.organization, "email/source.txt", context)


def sources_letter(feeds: Sequence[Feed]) -> tuple[str, str]:
    """To who looks after the installation: no source can be read at all."""
    rows = [(feed, reason(feed.reason)) for feed in feeds]
    context = {"rows": rows, "count": len(rows)}
    return _("No status source can be read"), render(None, "email/sources.txt", context)


def vanished_letter(feed: Feed, names: Sequence[str]) -> tuple[str, str]:
    """To who looks after a source: it lists components no more."""
    subject = _("%(provider)s no longer lists what we follow") % {"provider": feed.provider}
    context = {"feed": feed, "names": names}
    return subject, render(feed.organization, "email/vanished.txt", context)


def render(org: Organization | None, template: str, context: dict[str, Any]) -> str:
    """A message with its moments by the clock of the organisation; of none, by UTC."""
    with timezone.override(org.timezone if org else "UTC"):
        return render_to_string(template, context)


def _subject(words: str, outage: Outage, hits: list[Hit]) -> str:
    felt = ngettext(
        "%(n)s of your functions feels it", "%(n)s of your functions feel it", len(hits)
    )
    return words % {
        "component": outage.component.name,
        "state": outage.get_state_display(),
        "felt": felt % {"n": len(hits)},
    }


def _outage_body(
    org: Organization, outage: Outage, hits: list[Hit], now: datetime, was: str = ""
) -> str:
    context = {
        "org": org,
        "outage": outage,
        "was": State(was).label if was and was != outage.state else "",
        "unstable": outage.evidence.get("unstable") is True,
        "hits": [
            {
                "hit": hit,
                "rto": left(hit.rto_at, now),
                "mtpd": left(hit.mtpd_at, now),
                "books": [(book.title, link(steps_of(org, book))) for book in hit.runbooks],
                "link": link(hit.path(org)),
            }
            for hit in hits
        ],
        "home": link(org.get_absolute_url()),
    }
    return render(org, "email/outage.txt", context)
