"""The catalogue: what is known of the providers that many lean on, as files that people can read.

One ``<slug>.toml`` a provider, one ``outages/<year>.toml`` a year of past events. Facts carry the
date they were true and how sure we are; an organisation corrects what it knows better for itself.
Knows nothing of Django: ``providers.actions.catalogue`` brings it into the database.
"""

from .reader import read_catalogue, slugs_called
from .shape import (
    CONFIDENCES,
    FORMATS,
    NO_FEED,
    Catalogue,
    CatalogueError,
    Component,
    Edge,
    Event,
    Feed,
    Provider,
    Span,
)

__all__ = [
    "CONFIDENCES",
    "FORMATS",
    "NO_FEED",
    "Catalogue",
    "CatalogueError",
    "Component",
    "Edge",
    "Event",
    "Feed",
    "Provider",
    "Span",
    "read_catalogue",
    "slugs_called",
]
