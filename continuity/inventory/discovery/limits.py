"""What is looked at, and how much of it. A limit that is reached is told in a sentence."""

from dataclasses import dataclass

# fmt: off
SKIPPED = frozenset(
    (
        "node_modules", "bower_components", "vendor", "third_party", ".git", ".hg", ".svn", ".bzr",
        ".venv", "venv", "virtualenv", "site-packages", "__pycache__", ".tox",
        ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".eggs", "dist", "build", "target",
        "obj", ".gradle", ".idea", ".vscode", ".terraform", ".next", ".nuxt",
        ".cache", ".turbo", "Pods", "DerivedData", "_build", ".bundle", "coverage", ".yarn",
        ".pnpm-store",
    )
)
ASIDE = frozenset(
    (
        "test", "tests", "testing", "spec", "specs", "__tests__", "testdata", "test-data",
        "fixtures", "fixture", "__mocks__", "mocks", "doc", "docs", "example", "examples", "sample",
        "samples", "demo", "demos", "benchmark", "benchmarks",
    )
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Limits:
    """``entries``: files and folders seen; ``one``: bytes of a file; ``whole``: bytes read."""

    entries: int = 200_000
    one: int = 1024 * 1024
    one_locked: int = 16 * 1024 * 1024
    whole: int = 2 * 1024**3
    unpacked: int = 4 * 1024**3
    hits: int = 200  # kept of one component
    depth: int = 60

    def of(self, name: str) -> int:
        """Lock files are long, and made by machines."""
        locked = name.endswith((".lock", ".sum", "-lock.json", "-lock.yaml", ".lock.json"))
        return self.one_locked if locked else self.one


def is_aside(path: str) -> bool:
    """Whether a file is a test, an example or about the program, and no part of it."""
    *folders, name = path.split("/")
    stem = name.lower()
    return (
        any(folder.lower() in ASIDE for folder in folders)
        or stem.startswith("test_")
        or ".test." in stem
        or ".spec." in stem
        or stem.rpartition(".")[0].endswith(("_test", "_spec"))
        or stem == "conftest.py"
    )
