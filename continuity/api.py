"""The API's routes: what each app offers, under ``/api/v1/o/<org>/``."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import SimpleRouter

from continuity.core.plugins import discover_in_apps
from continuity.orgs import schema

SCHEMES = [schema.TokenScheme]  # known to the description by being imported
router = SimpleRouter()
for module in discover_in_apps("api").values():
    for route, viewset in getattr(module, "ROUTES", {}).items():
        router.register(route, viewset, basename=f"api-{route}")

urls = router.urls
schema_urls = [
    path("openapi.json", SpectacularAPIView.as_view(), name="openapi"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="openapi"), name="api-docs"),
]
