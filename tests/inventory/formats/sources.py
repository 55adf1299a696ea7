"""Files as an importer is given them, without a database."""

from datetime import date

from continuity.inventory.portable import Organization, Portfolio
from continuity.inventory.proposal import Source
from continuity.inventory.signatures import shipped

HELD = Portfolio(
    as_of=date(2026, 6, 1),
    test_cadence_days=365,
    organization=Organization("Dune Clinic", "EUR", "Europe/Amsterdam"),
    components=tuple(shipped().values()),
)


def source(tmp_path, name: str, body: bytes | str, held: Portfolio = HELD, **mapping) -> Source:
    path = tmp_path / "upload"
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return Source(name=name, path=path, held=lambda: held, mapping=mapping)
