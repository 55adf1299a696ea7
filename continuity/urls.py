"""Where everything is. ``/o/<org>/…`` is inside one organisation; the API has its own root."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from continuity.api import schema_urls
from continuity.api import urls as api_urls
from continuity.dashboard import views

org_urls: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("inventory/", include("continuity.inventory.urls")),
    path("campaigns/", include("continuity.campaigns.urls")),
    path("risk/", include("continuity.risk.urls")),
    path("simulator/", include("continuity.simulator.urls")),
    path("providers/", include("continuity.providers.urls")),
    path("sightings/", include("continuity.sightings.urls")),
    path("probes/", include("continuity.probes.urls")),
    path("record/", include("continuity.record.urls")),
    path("runbooks/", include("continuity.runbooks.urls")),
    path("plans/", include("continuity.plans.urls")),
    path("changes/", include("continuity.changes.urls")),
    path("due/", include("continuity.reminders.urls")),
    path("audit/", include("continuity.audit.urls")),
    path("settings/", include("continuity.people.urls")),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("continuity.dashboard.urls")),
    path("", include("continuity.people.entry_urls")),
    path("", include("continuity.reminders.entry_urls")),
    path("", include("continuity.watchdog.urls")),
    path("", include("continuity.providers.installation_urls")),
    path("", include("continuity.sightings.entry_urls")),
    path("accounts/", include("allauth.urls")),
    path("o/<slug:org>/", include(org_urls)),
    path("api/v1/o/<slug:org>/", include(api_urls)),
    path("api/v1/", include(schema_urls)),
]
if settings.DEBUG:
    urlpatterns += [path("", include("continuity.core.urls"))]
