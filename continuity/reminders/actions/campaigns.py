"""Letters of campaigns: one to a person a day, whatever they are asked."""

from continuity.reminders.asking import CampaignLetter
from continuity.reminders.letters import campaign_letter

from .outbox import queue, short

STEM = "campaigns:"  # begins the key of such a letter


def ask_owner(letter: CampaignLetter) -> bool:
    """Queue it. False if they were written to today already."""
    subject, body = campaign_letter(letter)
    return queue(
        letter.org,
        key=f"{STEM}{letter.org.pk}:{letter.day.isoformat()}:{short(letter.hearer)}",
        recipient=letter.hearer,
        subject=subject,
        body=body,
    )
