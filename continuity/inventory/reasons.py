"""Why a component stops a function, in words."""

from typing import Any

from django.utils.translation import gettext as _


def reason(why: dict[str, Any] | None) -> str:
    """``why`` of a Gap or a FunctionScore as one clause, such as “its fallback falls with it”."""
    if not why:
        return ""
    lean = ", ".join(row["name"] for row in why.get("leans_on", []))
    words = {
        "no_fallback": _("there is no fallback for “%(ask)s”"),
        "shared_fate": _("the fallbacks for “%(ask)s” fall with it"),
        "too_small": _("what is left for “%(ask)s” carries too little"),
        "too_slow": _("switching “%(ask)s” takes too long"),
    }
    text = words.get(why.get("reason") or "")
    if text:
        said = text % {"ask": why.get("dependency_name", "")}
        return said if not lean else _("%(said)s; left is %(lean)s") % {"said": said, "lean": lean}
    return _("carried by %(lean)s") % {"lean": lean} if lean else ""
