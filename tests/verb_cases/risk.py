from continuity.risk import current

CASES = {"risk.assess": lambda world: current.refresh(world.actor.org)}
