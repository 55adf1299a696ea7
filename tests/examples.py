"""How many random examples a property is held against: by default a third of all."""

import os

from hypothesis import settings

ALL = os.environ.get("EVERY_EXAMPLE") == "1"
settings.register_profile("default run", max_examples=35)
if not ALL:
    settings.load_profile("default run")


def examples(most: int) -> int:
    """So many when all tests are run, at least ten and a third of them otherwise."""
    return most if ALL else max(10, most // 3)
