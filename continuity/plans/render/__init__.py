"""HTML to PDF in a process of its own, with limits: see ``__main__.py``. The parent's side."""

import base64
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
WALL_SECONDS = 120
NEEDS = "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-inter fonts-dejavu-core"
NEEDS += " fonts-droid-fallback fonts-symbola"


class CannotRender(Exception):
    """Why there is no PDF, in one sentence for people."""


class TooMuch(CannotRender):
    """It ran out of time or memory: another try would most likely, too."""


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int


def environment(cache: Path) -> dict[str, str]:
    """All that the process is told: where fonts are, and nothing of the app's secrets."""
    unpacked = Path(os.environ.get("CONTINUITY_VAR", str(ROOT / "var"))) / "system/usr/share"
    env = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "FONTCONFIG_FILE": str(HERE / "fonts.conf"),
        "XDG_DATA_HOME": str(unpacked.absolute()),
        "XDG_CACHE_HOME": str(cache),
        "HOME": str(cache),
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "0",
    }
    if path := os.environ.get("LD_LIBRARY_PATH"):
        env["LD_LIBRARY_PATH"] = path
    return env


def render(
    html: str,
    css: str,
    record: bytes,
    *,
    identifier: str,
    cache: Path,
    attached: str = "plan.json",
) -> Rendered:
    """One document. ``record`` is attached under that name; the same input gives the same bytes.

    Raises CannotRender: the process fell, ran out of its limits, or the system lacks Pango.
    """
    cache.mkdir(parents=True, exist_ok=True)
    order = {
        "html": html,
        "css": css,
        "record": base64.b64encode(record).decode(),
        "identifier": identifier,
        "attached": attached,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "continuity.plans.render"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            env=environment(cache),
            cwd=ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise TooMuch(f"It took longer than {WALL_SECONDS} seconds.") from slow
    if done.returncode != 0:
        words = done.stderr.decode(errors="replace")
        spent = done.returncode < 0 or "MemoryError" in words
        raise (TooMuch if spent else CannotRender)(_why(done.returncode, words))
    head, _newline, pdf = done.stdout.partition(b"\n")
    return Rendered(pdf, int(head))


def _why(code: int, words: str) -> str:
    if "cannot load library" in words:
        hint = f"Run once: apt-get install {NEEDS}" if shutil.which("apt-get") else NEEDS
        return f"The system lacks what PDF needs. {hint}"
    if code < 0:
        return f"The renderer was stopped by signal {-code}; it may have run out of memory."
    last = words.strip().splitlines()[-1:] or [f"status {code}"]
    return f"The renderer failed: {last[0]}"[:300]
