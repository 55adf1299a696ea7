"""A clinic that leans on OpenAI, and what it may plan."""

from dataclasses import dataclass

import pytest

from continuity.changes import actions
from continuity.changes.models import Change
from continuity.orgs.models import Organization
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    EdgeFactory,
    FunctionFactory,
    OptionFactory,
)
from tests.factories_runbooks import ExerciseFactory, RunbookFactory

LONG = "Ω" + "m" * 119  # as long as a name may be


@dataclass
class Clinic:
    """Rows of an inventory: letters are drafted by GPT, with Claude as a slow fallback."""

    actor: object
    openai: object
    azure: object
    bedrock: object
    letters: object
    gpt: object
    claude: object
    triage: object
    sort: object
    book: object

    @property
    def org(self):
        """As it is now."""
        return Organization.objects.get(pk=self.actor.org.pk)

    def change(self, *steps, **fields):
        """Planned: ``steps`` are pairs of a kind and what is wanted."""
        row = actions.add_change(self.actor, **{"title": "Claude on Bedrock", **fields})
        for kind, wanted in steps:
            actions.add_step(self.actor, row, kind, wanted, {})
        return Change.objects.for_org(self.actor.org).select_related("organization").get(pk=row.pk)

    def fallback(self, **more):
        """An option on Bedrock for all that leans on OpenAI."""
        return "add", {
            "name": "Claude on Bedrock",
            "on": [str(self.bedrock.pk)],
            "dependencies": [],
            "leans_on": str(self.openai.pk),
            "capacity": "0.8",
            "switch_minutes": 30,
            "runbook": str(self.book.pk),
            **more,
        }


@pytest.fixture
def clinic(actor):
    org = actor.org
    host, other = ComponentFactory(name="Azure"), ComponentFactory(name="AWS")
    openai, azure, bedrock = (
        ComponentFactory(name=name, provider__name=name)
        for name in ("OpenAI API", "Azure OpenAI", "Bedrock")
    )
    for above, below in ((openai, host), (azure, host), (bedrock, other)):
        EdgeFactory(component=above, runs_on=below)
    book = RunbookFactory(organization=org, title="Switch over")
    ExerciseFactory(organization=org, runbook=book)
    letters = FunctionFactory(organization=org, name="Letters", criticality=5)
    draft = DependencyFactory(organization=org, function=letters, name="Draft")
    gpt = OptionFactory(organization=org, dependency=draft, name="GPT", position=0, on=[openai])
    claude = OptionFactory(
        organization=org,
        dependency=draft,
        name="Claude",
        position=1,
        on=[bedrock],
        switch_minutes=200,
    )
    triage = FunctionFactory(organization=org, name="Triage", criticality=3)
    sort = DependencyFactory(organization=org, function=triage, name="Sort")
    OptionFactory(organization=org, dependency=sort, name="GPT mini", position=0, on=[openai])
    return Clinic(actor, openai, azure, bedrock, letters, gpt, claude, triage, sort, book)


def changes(home, rest=""):
    """The address of a page of planned changes."""
    return f"{home}changes/{rest}"
