"""Templates of runbooks for outages of AI: one TOML file each, found by being there."""

import tomllib
from pathlib import Path
from typing import Any

TEMPLATES: dict[str, dict[str, Any]] = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).parent.glob("*.toml"))
}
