"""How wide words are in a picture, without a font at hand, and numbers as coordinates. Pure."""

SIZE = 7.2  # of letters in a document


def number(value: float) -> str:
    """A coordinate as text, the same on every machine."""
    return f"{value:.1f}"


def breadth(text: str, size: float = SIZE) -> float:
    """How wide a text is about, in units of a picture, at the size of its letters."""
    return size * sum(
        1.0
        if letter in "MW@%—…" or letter > "\u2e80"
        else 0.3
        if letter in "ijlIt.,:;'|()[] "
        else 0.68
        if letter.isupper()
        else 0.58
        for letter in text
    )


def cut(text: str, room: float, size: float = SIZE) -> str:
    """As much of a text as fits, with an ellipsis where it was cut."""
    if breadth(text, size) <= room:
        return text
    while text and breadth(text, size) > room - size:
        text = text[:-1]
    return text.rstrip() + "…"
