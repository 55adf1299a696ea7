"""The words of messages."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.orgs.models import Organization
from continuity.providers.models import Feed
from continuity.providers.words import reason

from .asking import CampaignLetter
from .models import Reminder


def link(path: str) -> str:
    """A page of this site, by its own address, never by that of a request."""
    return f"{settings.SITE_URL}{path}"


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
