"""From draft to approved: which state may follow which. Pure."""

NEXT: dict[str, frozenset[str]] = {
    "draft": frozenset({"in_review", "withdrawn"}),
    "in_review": frozenset({"approved", "rejected", "withdrawn"}),
    "approved": frozenset({"superseded", "withdrawn"}),
    "rejected": frozenset(),
    "superseded": frozenset(),
    "withdrawn": frozenset(),
}


def before(state: str) -> list[str]:
    """The states from which ``state`` may be reached."""
    return sorted(was for was, following in NEXT.items() if state in following)
