"""The door for other systems: no session, no form's token; the address is the key.

A wrong address is 404, found or not in the same time: the hash of what was offered is looked up.
"""

import re

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from continuity.core.sealed import Unreadable, unseal
from continuity.sightings import actions, signing
from continuity.sightings.models import Delivery, Hook

LARGEST = 256 * 1024
A_MINUTE = 60  # deliveries of one hook
WORDS_A_MINUTE = 600  # that lead to an organisation's components: each may open or end an outage
JSON = re.compile(r"application/([\w.+-]+\+)?json", re.IGNORECASE)
STATUS = {
    "too_large": 413,
    "wrong_type": 415,
    "unsigned": 401,
    "wrong_signature": 401,
    "wrong_time": 401,
    "sealed_shut": 401,
}


@never_cache
@csrf_exempt
@login_not_required
@require_POST
def receive(request: HttpRequest, secret: str) -> JsonResponse:
    hook = actions.hook_of(secret)
    if hook is None:
        raise Http404
    if _over(f"hook:{hook.pk}", 1, A_MINUTE):
        return _later()
    now = timezone.now()
    body = request.read(LARGEST + 1)
    headers = {name.lower(): value for name, value in request.headers.items()}
    reason = _fault(request, body) or _unbelieved(hook, headers, body)
    if reason:
        return _answer(actions.refuse(hook, reason, len(body), now))
    config = {"labels": hook.labels, "meanings": hook.meanings}
    heard = actions.KINDS[hook.kind].read(body, headers, config)
    if heard.reason and heard.reason != "other_event":
        return _answer(actions.refuse(hook, heard.reason, len(body), now))
    if _over(f"words:{hook.organization_id}", len(heard.words), WORDS_A_MINUTE):
        return _later()
    return _answer(actions.take_in(hook, heard, len(body), now))


def _later() -> JsonResponse:
    told = {"outcome": "refused", "reason": "too_often"}
    return JsonResponse(told, status=429, headers={"Retry-After": "60"})


def _answer(delivery: Delivery) -> JsonResponse:
    refused = delivery.outcome == Delivery.Outcome.REFUSED
    status = STATUS.get(delivery.reason, 400) if refused else 200
    return JsonResponse({"outcome": delivery.outcome, "reason": delivery.reason}, status=status)


def _fault(request: HttpRequest, body: bytes) -> str:
    if len(body) > LARGEST:
        return "too_large"
    return "" if JSON.fullmatch(request.content_type or "") else "wrong_type"


def _unbelieved(hook: Hook, headers: dict[str, str], body: bytes) -> str:
    how = actions.KINDS[hook.kind].SIGNED
    if not (hook.signing and how):
        return ""
    try:
        secret = unseal(hook.signing)
    except Unreadable:
        return "sealed_shut"
    return signing.fault(how, secret, headers, body, timezone.now())


def _over(what: str, by: int, most: int) -> bool:
    """Counted for all web processes together; the cache forgets after a minute."""
    key = f"{what}:{int(timezone.now().timestamp()) // 60}"
    cache.add(key, 0, 120)
    try:
        return cache.incr(key, by) > most
    except ValueError:  # forgotten in this moment
        return False
