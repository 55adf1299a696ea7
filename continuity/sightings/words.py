"""What became of what came in, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "counted": _("it counts"),
    "unmapped": _("what it is about is not mapped yet"),
    "unknown_word": _("their word for its state is on no list"),
    "stale": _("older than what is known"),
    "too_many": _("it names more things than one webhook may"),
    "replayed": _("it came before, with the same id"),
    "nothing_said": _("it says nothing of any component"),
    "other_event": _("an event that says nothing of components"),
    "not_json": _("it is not JSON"),
    "too_deep": _("its JSON is nested too deeply"),
    "wrong_shape": _("JSON, but not of this kind"),
    "wrong_type": _("its content type is not JSON"),
    "too_large": _("larger than 256 kB"),
    "unsigned": _("it carries no signature"),
    "wrong_signature": _("its signature is wrong"),
    "wrong_time": _("its time is more than five minutes from ours"),
    "sealed_shut": _("the signing secret cannot be opened: enter it again"),
}
SIGNED: dict[str, Promise] = {
    "": _("this kind cannot sign: the address alone opens it"),
    "standard": _("signed as Standard Webhooks say, with the sender's secret"),
    "timed": _("signed with HMAC-SHA256 over the time and the body"),
    "bearer": _("with a bearer token beside the address"),
}


def reason(code: str) -> str | Promise:
    return REASONS.get(code, code)
