"""The front: an organisation's home."""

from django.http import HttpResponse
from django.shortcuts import render

from continuity.orgs.http import OrgRequest


def home(request: OrgRequest) -> HttpResponse:
    return render(request, "dashboard/home.html")
