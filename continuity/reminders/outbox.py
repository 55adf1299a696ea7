"""Django's mail goes to the outbox: each message becomes a row, sent later by the mail channel."""

import secrets
from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from continuity.orgs.models import Organization

from . import actions

ORG_HEADER = "X-Continuity-Org"


class OutboxBackend(BaseEmailBackend):
    """``EMAIL_BACKEND``. A header names the organisation that speaks."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._queue(message) for message in email_messages)

    def _queue(self, message: EmailMessage) -> int:
        slug = message.extra_headers.pop(ORG_HEADER, None)
        org = Organization.objects.get(slug=slug) if slug else None
        html = ""
        if isinstance(message, EmailMultiAlternatives):
            html = next((str(a[0]) for a in message.alternatives if a[1] == "text/html"), "")
        for recipient in message.recipients():
            actions.queue(
                org,
                key=f"mail:{secrets.token_hex(16)}",
                recipient=recipient,
                subject=str(message.subject),
                body=str(message.body),
                html=html,
                sender=message.from_email,
            )
        return 1
