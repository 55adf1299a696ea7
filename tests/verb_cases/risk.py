from continuity.risk import actions, current
from continuity.risk.outlook import simulated as outlook
from tests.factories_risk import PriorFactory

FIELDS = {
    "outages_per_year": "3",
    "median_minutes": 20,
    "long_minutes": 60,
    "worth_years": "1",
    "why": "Our own records",
}
CASES = {
    "risk.assess": lambda world: current.refresh(world.actor.org),
    "risk.simulate": lambda world: outlook.refresh(world.actor.org),
    "prior.set": lambda world: actions.set_prior(world.actor, kind="host", **FIELDS),
    "prior.reset": lambda world: actions.reset_prior(
        world.actor, PriorFactory(organization=world.actor.org)
    ),
}
