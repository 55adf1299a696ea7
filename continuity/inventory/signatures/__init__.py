"""How AI products are named in configurations, manifests and code: ``products.toml`` read.

A product stands for one component: of the catalogue by its key, or one that becomes the
organisation's own. Everything here is about names; nothing looks at a file or asks a server.
"""

from .build import Known, Parts, shipped
from .product import Product, Region
from .signatures import Signatures, signatures

__all__ = ["Known", "Parts", "Product", "Region", "Signatures", "shipped", "signatures"]
