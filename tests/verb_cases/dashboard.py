"""The demonstration. Making it runs the verbs of every floor."""

from datetime import date

from continuity.dashboard import actions
from continuity.providers.actions import load_catalogue
from continuity.providers.catalogue import read_catalogue


def make(w):
    load_catalogue(w.platform, read_catalogue())
    actions.make_demo(w.system, date(2026, 11, 24))


CASES = {
    "demo.make": make,
    "demo.visit": lambda w: actions.visit(w.system, None),
}
