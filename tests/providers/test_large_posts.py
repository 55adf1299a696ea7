"""An incident that names thousands of components: each post is read once, and only so many rows."""

from continuity.providers.feeds import _v2, statuspage
from tests.providers.payloads import component, incident, summary


def parts(letter, n, status="degraded_performance"):
    return [{"id": f"{letter}{i}", "status": status} for i in range(n)]


def test_a_post_is_read_once_however_many_it_names(monkeypatch):
    read, calls = _v2.incident, []
    monkeypatch.setattr(_v2, "incident", lambda *a: calls.append(1) or read(*a))
    trouble = incident("i", components=parts("x", 4000))
    body = summary(component("a", "operational"), incidents=[trouble])
    reading = statuspage.parse(body, {}, {"components": ["a", "x3999"]})
    assert [str(c.state) for c in reading.components] == ["operational", "degraded"]
    assert len(calls) == 1


def test_rows_past_the_cap_are_not_looked_at():
    named = parts("x", _v2.MOST_COMPONENTS) + parts("y", 1)
    body = summary(component("a", "operational"), incidents=[incident("i", components=named)])
    reading = statuspage.parse(body, {}, {"components": ["x0", "y0"]})
    assert [str(c.state) for c in reading.components] == ["degraded", "unknown"]
