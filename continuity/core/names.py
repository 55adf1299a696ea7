"""Keys made from names: short, readable, and not yet taken."""

from collections.abc import Container

from django.utils.text import slugify

LONGEST = 60


def key_for(name: str, taken: Container[str], fallback: str = "item") -> str:
    """A slug of at most 60 characters made of ``name``, numbered if it is taken."""
    stem = slugify(name)[: LONGEST - 6].strip("-") or fallback
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
