"""What the codes of probes mean, in words for the people who set them up."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from continuity.core.wording import money
from continuity.providers import words as sources

LOOKS: dict[str, tuple[str | Promise, str]] = {
    "new": (_("not tried yet"), "none"),
    "answers": (_("answers"), "ok"),
    "answers_wrong": (_("answers, but wrong"), "poor"),
    "failing": (_("failing"), "watch"),
    "suspected": (_("suspected: down"), "watch"),
    "down": (_("down"), "bad"),
    "ours": (_("our own fault"), "watch"),
    "unclear": (_("cannot tell"), "none"),
    "paused": (_("paused"), "none"),
    "spent": (_("paused until tomorrow"), "watch"),
    "no_key": (_("waits for a key"), "watch"),
}
VERDICTS: dict[str, tuple[str | Promise, str]] = {
    "good": (_("good"), "ok"),
    "wrong": (_("wrong answer"), "poor"),
    "theirs": (_("failed"), "bad"),
    "ours": (_("our own fault"), "watch"),
    "unclear": (_("cannot tell"), "none"),
}
REASONS: dict[str, str | Promise] = {
    "bad_key": _("it does not accept the key"),
    "no_funds": _("the account has no money or quota left"),
    "not_allowed": _("the key may not do this"),
    "not_there": _("it knows no such model, deployment or address"),
    "bad_request": _("it does not understand the request"),
    "redirected": _("it redirects elsewhere; a probe does not follow, so that no key goes astray"),
    "rate_limited": _("it asks us to come less often; that may be its fault or ours"),
    "overloaded": _("it says that it is overloaded"),
    "wrong_content_type": _("it answers with something that is no model's answer"),
    "cut_short": _("its answer breaks off"),
    "error_in_stream": _("it breaks off its answer with an error"),
    "no_room": _("it thought until there was no room left to answer: tick that it thinks first"),
    "wrong_answer": _("it answers, and what it says is not so"),
    "too_slow": _("it is slower than it may be"),
    "text_missing": _("the text that must be there is missing"),
    "cap_reached": _("what it may cost in a day is spent"),
    "key_unreadable": _("the key that we keep can no longer be opened here: set it anew"),
}


def amount(value: Decimal, currency: str) -> str:
    """Money as small as a probe spends: what is under a cent is not nothing."""
    if 0 < value < Decimal("0.01"):
        return _("under %(amount)s") % {"amount": money(Decimal("0.01"), currency)}
    return money(value, currency)


def reason(code: str) -> str | Promise:
    """A reason code in words; those of the way there are the same as for status sources."""
    if code.startswith("http_"):
        return _("it answers with the HTTP status %(status)s") % {"status": code[5:]}
    return REASONS.get(code) or sources.reason(code)
