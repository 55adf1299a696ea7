"""The words of messages."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from continuity.core.wording import duration
from continuity.orgs.models import Organization
from continuity.providers.models import Outage

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
    return str(reminder.subject), render_to_string("email/review.txt", context)


def outage_letter(
    org: Organization, outage: Outage, hits: list[Hit], now: datetime
) -> tuple[str, str]:
    """To one person: what is down, which of their functions feel it, what carries them now."""
    subject = _("%(component)s: %(state)s, %(count)s of your functions feel it") % {
        "component": outage.component.name,
        "state": outage.get_state_display(),
        "count": len(hits),
    }
    context = {
        "org": org,
        "outage": outage,
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
    return subject, render_to_string("email/outage.txt", context)


def over_letter(org: Organization, outage: Outage) -> tuple[str, str]:
    subject = _("%(component)s is back") % {"component": outage.component.name}
    context = {"org": org, "outage": outage, "home": link(org.get_absolute_url())}
    return subject, render_to_string("email/outage_over.txt", context)
