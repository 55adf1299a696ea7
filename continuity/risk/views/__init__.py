"""The pages of the risk: where it all rests, and what if."""

from .map import map_page

__all__ = ["map_page"]
