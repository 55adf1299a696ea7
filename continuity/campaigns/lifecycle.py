"""How a campaign and an answer go on: which state may follow which. Pure."""

CAMPAIGN: dict[str, frozenset[str]] = {
    "draft": frozenset({"open", "dropped"}),
    "open": frozenset({"closed"}),
    "closed": frozenset({"open"}),
    "dropped": frozenset({"draft"}),
}
ANSWER: dict[str, frozenset[str]] = {
    "asked": frozenset({"begun", "answered"}),
    "begun": frozenset({"answered"}),
    "answered": frozenset({"begun", "signed", "sent_back"}),
    "sent_back": frozenset({"answered"}),
    "signed": frozenset(),
}
OWED = ("asked", "begun", "sent_back")  # the person asked has still to do something
GIVEN = ("answered", "signed")


def before(states: dict[str, frozenset[str]], state: str) -> list[str]:
    """The states from which ``state`` may be reached."""
    return sorted(was for was, following in states.items() if state in following)
