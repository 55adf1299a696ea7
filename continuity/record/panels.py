"""The track record in short, on the page of its provider."""

from django.http import HttpRequest
from django.utils import timezone

from continuity.core.panels import Panel
from continuity.providers.models import Provider

from . import reading


def on_provider(request: HttpRequest, provider: Provider, **_: object) -> Panel:
    org = request.org  # type: ignore[attr-defined]
    (track,) = reading.tracks(org, [provider], timezone.now())
    return Panel("record/_panel.html", {"track": track, "candour": track.candour})


PANELS = {"provider-past": on_provider}
