"""The sample folder beside the repository, where there is one."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = Path(os.environ.get("CONTINUITY_SHARED", ROOT.parent / "shared"))


def sample(name: str) -> Path:
    """A file of the sample folder; the test is skipped where it is not."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"no sample {name}: set CONTINUITY_SHARED to the folder that has it")
    return path
