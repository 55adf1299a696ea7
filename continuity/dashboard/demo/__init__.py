"""The demonstration: what Harbour Mutual is (harbour.toml), and how it comes to be."""

import tomllib
from pathlib import Path
from typing import Any

DATA: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "harbour.toml").read_text(encoding="utf-8")
)
