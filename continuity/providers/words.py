"""What the codes of sources mean, in words for the people who lean on them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_FEED: dict[str, Promise] = {
    "bot_wall": _(
        "No official feed that we may read: its page turns away every client that is no browser, "
        "and we do not pretend to be one. Nobody will tell you here when it is down: let a probe "
        "of your own watch it, and let people say when it fails them."
    ),
    "needs_key": _(
        "No official feed: its page loads what it shows with a key that is not ours to use. "
        "Nobody will tell you here when it is down: let a probe with your own key watch it, "
        "and let people say when it fails them."
    ),
    "switched_off": _(
        "No official feed: its owner switched the machine-readable summary off. Nobody will tell "
        "you here when it is down: ask the provider to switch it on, let a probe of your own "
        "watch it meanwhile, and let people say when it fails them."
    ),
    "page_only": _(
        "No official feed: there is only a page for people. Nobody will tell you here when it is "
        "down: let people say when it fails them, or a probe where there is something to ask."
    ),
}
NO_FEED_OWN = _("No feed: you added this provider yourself.")

UNTOLD = "untold"
WITHDRAWN = "withdrawn"
ENDS: dict[str, Promise] = {
    UNTOLD: _("nobody tells of it any more"),
    WITHDRAWN: _("who said so no longer does"),
}

REASONS: dict[str, Promise] = {
    "unknown_format": _("this release cannot read its format"),
    "not_mapped": _("it is not known which of its rows means what, so it is not read"),
    "challenge": _("it asks whether we are human"),
    "html_instead": _("it answers with a web page"),
    "not_json": _("it answers with something that is not data"),
    "not_xml": _("it answers with something that is not XML"),
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
    "not_text": _("it answers with bytes that are no text"),
    "entities_refused": _("its data declare a document type, which we refuse to follow"),
    "wrong_content_type": _("it labels its answer as something other than data"),
    "duplicate_keys": _("its data say two things at once"),
    "too_deep": _("its data are nested too deeply"),
    "too_large": _("its answer is too large"),
    "no_components": _("it lists no components"),
    "duplicate_id": _("it lists one component in two states"),
    "unlisted_word": _("it uses a status word that its format does not define"),
    "odd_rows": _("some of its rows could not be read"),
    "incomplete": _("it says that something in it is missing"),
    "not_monitored": _("it lists a component that its owner does not watch"),
    "information_only": _("it carries news and no states: it tells nothing of components"),
    "bad_address": _("its address is not one that we may call"),
    "refused_address": _("its name leads to a private address"),
    "bad_response": _("its answer is cut short or malformed"),
    "too_many_redirects": _("it redirects without end"),
    "bad_redirect": _("it redirects to a place that we may not follow"),
    "parser_failed": _("we failed to read it; the fault is in this application"),
}

HEALTH_TONES = {"never": "none", "fresh": "ok", "stale": "watch", "broken": "poor", "moved": "poor"}


def reason(code: str) -> str | Promise:
    """A reason code in words; one without words of its own as its code, spaced."""
    if code.startswith("http_"):
        return _("it answers with the HTTP status %(status)s") % {"status": code[5:]}
    return REASONS.get(code, code.replace("_", " "))


def no_feed(code: str) -> str | Promise:
    """Why a provider has no source; empty code: it is the organisation's own."""
    return NO_FEED.get(code, NO_FEED_OWN)
