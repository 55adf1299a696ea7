"""What one app puts on another's page: filled by place, asked once, silent elsewhere."""

import pytest
from django.template import RequestContext, Template

from continuity.core import panels
from continuity.core.panels import Panel, once


@pytest.fixture
def place(monkeypatch):
    """A place ``test`` that says the figure of what it is about, and is silent about 0."""

    def fill(request, *, n):
        return Panel("ui/figure.html", {"value": n, "label": request.org}) if n else None

    monkeypatch.setattr("continuity.core.templatetags.ui.fillers", lambda name: [fill, fill])


def shown(request, n):
    return Template("{% panels 'test' n=n %}").render(RequestContext(request, {"n": n}))


def test_a_place_shows_what_each_app_puts_there(place, rf):
    request = rf.get("/")
    request.org = "<b>Ours</b>"
    assert shown(request, 42).count("42") == 2
    assert "<b>Ours" not in shown(request, 42)  # escaped like any template
    assert shown(request, 0) == ""


def test_outside_an_organisation_a_place_is_empty(place, rf):
    assert shown(rf.get("/"), 42) == ""


def test_every_panel_of_an_app_names_a_place_that_a_template_has():
    from tests.test_architecture import TEMPLATES

    text = "".join(path.read_text() for path in TEMPLATES)
    apps = {k: m for k, m in panels.discover_in_apps("panels").items() if k != "core"}
    for module in apps.values():
        for place in module.PANELS:
            assert f'{{% panels "{place}"' in text


def test_what_panels_ask_is_asked_once_a_page(rf):
    request, asked = rf.get("/"), []
    for _row in range(3):
        once(request, "key", lambda: asked.append(1))
    assert asked == [1]
