"""Mail, through the server that EMAIL_HOST names; with none, messages are kept to be read here."""

import smtplib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from . import Answer, Outcome

if TYPE_CHECKING:
    from continuity.reminders.models import Notification


# It does not take us at all: nothing that is wrong with this message, and somebody will mend it.
OF_THE_SERVER = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
)


def deliver(row: "Notification") -> Answer:
    """One try. The Message-ID is the row's own, so a second copy shows that it is one."""
    if not settings.EMAIL_HOST or (row.organization and row.organization.is_demo):
        return Answer(Outcome.KEPT)
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.body,
        from_email=row.sender or settings.DEFAULT_FROM_EMAIL,
        to=[row.recipient],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    try:
        EmailBackend(fail_silently=False).send_messages([message])
    except (BadHeaderError, ValueError) as fault:
        return Answer(Outcome.REFUSED, str(fault))
    except OF_THE_SERVER as fault:
        return Answer(Outcome.LATER, f"{fault.smtp_code} {_text(fault.smtp_error)}")
    except smtplib.SMTPRecipientsRefused as fault:
        code, words = next(iter(fault.recipients.values()))
        return _by_code(code, _text(words))
    except smtplib.SMTPResponseException as fault:
        return _by_code(fault.smtp_code, _text(fault.smtp_error))
    except (smtplib.SMTPException, OSError) as fault:
        return Answer(Outcome.LATER, f"{type(fault).__name__}: {fault}")
    return Answer(Outcome.SENT)


def _by_code(code: int, words: str) -> Answer:
    outcome = Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER
    return Answer(outcome, f"{code} {words}")


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
