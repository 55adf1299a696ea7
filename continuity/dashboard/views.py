"""The front: the start page, and an organisation's home."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from continuity.orgs.http import OrgRequest


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/start.html")


def home(request: OrgRequest) -> HttpResponse:
    return render(request, "dashboard/home.html")
