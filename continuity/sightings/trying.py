"""How to try a webhook from a shell: a line that sends the kind's example."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from .actions import KINDS
from .models import Hook

PLAIN = """curl -sS {address} \\
  -H 'Content-Type: application/json'{more} \\
  --data-binary '{body}'"""
TIMED = """BODY='{body}'; SECRET='…'; T=$(date +%s)
SIGNATURE=$(printf '%s.%s' "$T" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)
curl -sS {address} -H 'Content-Type: application/json' \\
  -H "X-Signature: t=$T,v1=$SIGNATURE" --data-binary "$BODY\""""


GAP = "ADDRESS"


def shown(hook: Hook) -> dict[str, Any]:
    """``address`` and ``line``: with the secret of a hook just made, else with a gap for it."""
    kind = KINDS[hook.kind]
    made = reverse("hook", args=[getattr(hook, "secret", GAP)])
    address = settings.SITE_URL + made.replace(GAP, "…")
    body = kind.EXAMPLE.decode().replace("\n", " ")
    how = kind.SIGNED if hook.signing else ""
    bearer = " \\\n  -H 'Authorization: Bearer …'" if how == "bearer" else ""
    line = (TIMED if how == "timed" else PLAIN).format(address=address, body=body, more=bearer)
    return {"address": address, "line": "" if how == "standard" else line}
