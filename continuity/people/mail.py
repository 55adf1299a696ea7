"""The mail that invites. It goes into the outbox within the verb's own transaction."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from continuity.orgs.models import Invitation


def send_invitation(invitation: Invitation, secret: str) -> str:
    """Queue the letter; the link that it names."""
    org = invitation.organization
    subject = _("Invitation to %(organization)s") % {"organization": " ".join(org.name.split())}
    link = settings.SITE_URL + reverse("invitation", args=[secret])
    EmailMessage(
        subject=subject[:200],
        body=render_to_string(
            "email/invitation.txt", {"invitation": invitation, "org": org, "link": link}
        ),
        to=[invitation.email],
        headers={"X-Continuity-Org": org.slug},
    ).send()
    return link
