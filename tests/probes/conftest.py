"""Probes of Ada's organisation, and a server to probe."""

from datetime import UTC, datetime, timedelta

import pytest

from continuity.probes import actions, asking, running
from continuity.probes.models import Probe
from tests.factories import ComponentFactory
from tests.factories_probes import CanaryFactory, ProbeFactory
from tests.probes.models_server import models_server

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def server(settings, monkeypatch):
    """A models server that may be called, and tries that do not wait for long."""
    ask = asking.ask_all
    quick = {"again_s": 0.01, "try_s": 0.6}
    monkeypatch.setattr(running.asking, "ask_all", lambda *a, **k: ask(*a, **{**k, **quick}))
    with models_server() as server:
        settings.PROBE_ALLOW = [server.place]
        yield server


@pytest.fixture
def component(db):
    return ComponentFactory(name="Small model")


@pytest.fixture
def canary(owner, server, component):
    """Makes a canary with a key: ``canary("anthropic", "good")``."""

    def make(kind="openai", model="good", key="sk-test", **fields):
        row = CanaryFactory(
            organization=owner.org,
            component=component,
            kind=kind,
            model=model,
            **{"proven": True, "url": server.base(kind), "owner": owner.user, **fields},
        )
        row = Probe.objects.for_org(owner.org).get(pk=row.pk)
        actions.set_key(owner, row, key=key)
        Probe.objects.for_org(owner.org).filter(pk=row.pk).update(next_due=T0)
        return Probe.objects.for_org(owner.org).get(pk=row.pk)

    return make


@pytest.fixture
def door(owner, server, component):
    """Makes an HTTPS probe."""

    def make(**fields):
        row = ProbeFactory(
            organization=owner.org,
            component=component,
            next_due=T0,
            **{"proven": True, "url": server.base(""), **fields},
        )
        return Probe.objects.for_org(owner.org).get(pk=row.pk)

    return make


@pytest.fixture
def run():
    """One round at so many minutes after T0; what the probe is then."""

    def go(minutes=0, probe=None):
        running.run_due(lambda: T0 + timedelta(minutes=minutes))
        return Probe.objects.across_orgs("test").get(pk=probe.pk) if probe else None

    return go
