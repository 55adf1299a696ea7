"""What the codes of sources mean, in words for the people who lean on them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_FEED: dict[str, Promise] = {
    "bot_wall": _(
        "No official feed that we may read: its page turns away every client that is no browser, "
        "and we do not pretend to be one. Nobody will tell you here when it is down."
    ),
    "needs_key": _(
        "No official feed: its page loads what it shows with a key that is not ours to use. "
        "Nobody will tell you here when it is down."
    ),
    "switched_off": _(
        "No official feed: its owner switched the machine-readable summary off. "
        "Nobody will tell you here when it is down; ask the provider to switch it on."
    ),
    "page_only": _(
        "No official feed: there is only a page for people. "
        "Nobody will tell you here when it is down."
    ),
}
NO_FEED_OWN = _("No feed: you added this provider yourself.")

REASONS: dict[str, Promise] = {
    "unknown_format": _("this release cannot read its format"),
    "challenge": _("it asks whether we are human"),
    "html_instead": _("it answers with a web page"),
    "not_json": _("it answers with something that is not data"),
    "empty": _("it answers with nothing"),
    "wrong_shape": _("its data have another shape"),
    "component_missing": _("a component that we follow is no longer listed"),
    "other_page": _("it is somebody else's page now"),
    "other_format": _("it is made by another vendor now"),
    "moved": _("it moved to another address"),
    "timeout": _("it does not answer in time"),
    "unreachable": _("it cannot be reached"),
    "no_such_name": _("its name leads nowhere"),
    "tls_failed": _("its certificate does not hold"),
    "rate_limited": _("it asks us to come less often"),
}

HEALTH_TONES = {"never": "none", "fresh": "ok", "stale": "watch", "broken": "poor", "moved": "poor"}


def reason(code: str) -> str | Promise:
    """A reason code in words; one without words of its own as its code, spaced."""
    return REASONS.get(code, code.replace("_", " "))


def no_feed(code: str) -> str | Promise:
    """Why a provider has no source; empty code: it is the organisation's own."""
    return NO_FEED.get(code, NO_FEED_OWN)
