"""Bills of materials in the CycloneDX form: ours without loss, anybody's for what AI is in it."""

from .foreign import Draft, draft, name_of
from .own import is_ours, portfolio
from .reading import MOST_BYTES, load
from .write import write

__all__ = ["MOST_BYTES", "Draft", "draft", "is_ours", "load", "name_of", "portfolio", "write"]
