"""The request that every page under ``/o/<org>/`` receives."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .actor import Actor
from .models import Organization, User


class OrgRequest(HttpRequest):
    user: User
    org: Organization
    actor: Actor
    htmx: HtmxDetails
