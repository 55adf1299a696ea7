"""Who reads which file, and what came of it: leases and results, nobody's decisions."""

import hashlib
import json
import logging
import secrets
import time
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from continuity.inventory.comparing import Compared, compare
from continuity.inventory.exporters.portable import export
from continuity.inventory.importers import importers
from continuity.inventory.models import Import
from continuity.inventory.portable import PortableError
from continuity.inventory.proposal import Cancelled, Proposal, Source
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role

from .exchange import refuse
from .imports import Moved, forget_file, take_in_file

log = logging.getLogger(__name__)
WHY = "one reader serves all"
LEASE = timedelta(minutes=5)
MOST_CLAIMS = 3
KEPT = timedelta(days=14)
FIRST = 6  # names that a preview tells
BEAT = 0.5  # seconds between two words of progress
STOPPED = gettext_lazy(
    "Reading was stopped each time before it was done: the file may be too large."
)
State = Import.State


def claim(now: datetime, pk: int | None = None) -> Import | None:
    """Lease the file that waits longest, or that one; None if it does not wait."""
    token = secrets.token_hex(16)
    rows = Import.objects.across_orgs(WHY)
    waiting = rows.filter(Q(lease_until=None) | Q(lease_until__lt=now), state__in=Import.WAITING)
    waiting.filter(attempts__gte=MOST_CLAIMS).update(state=State.FAILED, reason=str(STOPPED))
    with transaction.atomic():
        due = waiting if pk is None else waiting.filter(pk=pk)
        locked = due.select_for_update(skip_locked=True, of=("self",)).order_by("created_at", "pk")
        chosen = locked.values_list("pk", flat=True).first()
        if chosen is None:
            return None
        waiting.filter(pk=chosen).update(
            lease_until=now + LEASE, lease_token=token, attempts=F("attempts") + 1
        )
    return rows.filter(lease_token=token).select_related("organization", "by").first()


def work(row: Import) -> None:
    """Do what a claimed file waits for; what went wrong is kept with the row."""
    try:
        if row.state == State.READING:
            _read(row)
        else:
            _take_in(row)
    except Cancelled:
        forget_file(row)
    except (ValidationError, PermissionDenied) as refusal:
        said = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        _finish(row, state=State.FAULTY, faults=[["$", said]])
    except Exception as fault:  # ours: kept with the row, so that it is seen
        log.exception("import %s", row.pk)
        _finish(row, state=State.FAILED, reason=f"{type(fault).__name__}: {fault}"[:300])


def forget_old(now: datetime) -> int:
    """Files that nobody came back to are thrown away."""
    old = Import.objects.across_orgs(WHY).filter(
        state__in=Import.OPEN, created_at__lt=now - KEPT, lease_until=None
    )
    for row in old.exclude(file=""):
        forget_file(row)
    return old.update(state=State.CANCELLED, file="", columns=[])


def _finish(row: Import, **fields: Any) -> bool:
    """Write what came of it, if the lease is still ours."""
    held = Import.objects.across_orgs(WHY).filter(
        pk=row.pk, lease_token=row.lease_token, state=row.state
    )
    return bool(held.update(lease_until=None, lease_token="", **fields))


def source_of(row: Import, seen: Any = None) -> tuple[Source, int]:
    """The file as its importer is given it, and the revision of the inventory behind it."""
    org = Organization.objects.get(pk=row.organization_id)
    return (
        Source(
            name=row.name,
            path=Path(row.file.path),
            held=lambda: export(org, timezone.localdate(), every_component=True),
            mapping=row.mapping,
            progress=seen or (lambda done, whole: None),
        ),
        org.revision,
    )


class Progress:
    """Tells how far reading is, and learns whether it is still wanted."""

    def __init__(self, row: Import) -> None:
        self.row, self.last = row, time.monotonic()

    def __call__(self, done: int, whole: int) -> None:
        now = time.monotonic()
        if now - self.last < BEAT:
            return
        self.last = now
        held = Import.objects.across_orgs(WHY).filter(
            pk=self.row.pk, lease_token=self.row.lease_token, state=self.row.state
        )
        if not held.update(progress=done, lease_until=timezone.now() + LEASE):
            raise Cancelled


def _columns(row: Import) -> list[dict[str, Any]]:
    """What the columns were understood as; those of an earlier file with the same are taken."""
    module = importers()[row.format]
    if not hasattr(module, "guess"):
        return []
    source, _revision = source_of(row)
    guesses = module.guess(source)
    heads = [[guess.sheet, [column.header for column in guess.columns]] for guess in guesses]
    row.signature = hashlib.sha256(json.dumps(heads).encode()).hexdigest()
    if not row.mapping:
        earlier = Import.objects.for_org(row.organization).exclude(mapping={})
        same = earlier.filter(signature=row.signature, format=row.format).order_by("-created_at")
        if known := same.values_list("mapping", flat=True).first():
            row.mapping = known
            source, _revision = source_of(row)
            guesses = module.guess(source)
    return [{**asdict(guess), "sure": guess.sure} for guess in guesses]


def _read(row: Import) -> None:
    """A dry run: every fault, or what would change."""
    try:
        columns = _columns(row)
    except PortableError as fault:
        _finish(row, state=State.FAULTY, faults=_told(fault.faults))
        return
    kept = {"columns": columns, "signature": row.signature, "mapping": row.mapping}
    if columns and not row.mapping and not all(one["sure"] for one in columns if one["columns"]):
        _finish(row, state=State.COLUMNS, **kept)
        return
    proposal, revision = propose(row, Progress(row))
    kept |= {
        "faults": _told(proposal.faults),
        "notes": list(dict.fromkeys(proposal.notes)),
        "evidence": [asdict(one) for one in proposal.evidence[:1000]],
        "revision": revision,
    }
    if not proposal.faults:
        refuse(Actor.system(row.organization), proposal.portfolio)
        kept["outcome"] = preview(row, proposal)
    _finish(row, state=State.FAULTY if proposal.faults else State.CHECKED, **kept)


def _told(faults: Any) -> list[list[str]]:
    return [[fault.path, fault.sentence] for fault in faults]


def propose(row: Import, seen: Any = None) -> tuple[Proposal, int]:
    source, revision = source_of(row, seen)
    try:
        return importers()[row.format].read(source), revision
    except PortableError as fault:
        return Proposal(source.held(), faults=tuple(fault.faults)), revision


def preview(row: Import, proposal: Proposal) -> dict[str, Any]:
    found = compare(row.organization, proposal.portfolio)

    def told(part: Compared) -> dict[str, Any]:
        return {
            name: {"n": len(names), "first": names[:FIRST]}
            for name, names in (("new", part.new), ("changed", part.changed), ("same", part.same))
        }

    return {
        "functions": told(found.functions),
        "runbooks": told(found.runbooks),
        "components": told(found.components),
        "ownerless": {"n": len(found.ownerless), "first": found.ownerless[:FIRST]},
        "strangers": found.strangers[:FIRST],
        "nothing": found.nothing,
    }


def _take_in(row: Import) -> None:
    """Read it again as the inventory is now, and take it in if that changes what was shown."""
    actor = _who(row)
    for _attempt in range(3):
        proposal, revision = propose(row, Progress(row))
        if proposal.faults:
            _finish(row, state=State.FAULTY, faults=_told(proposal.faults))
            return
        if revision != row.revision and (now := preview(row, proposal)) != row.outcome:
            told = _("The inventory was changed since the file was read: look at it once more.")
            _finish(row, state=State.CHECKED, outcome=now, revision=revision, notes=[told])
            return
        try:
            take_in_file(actor, row, proposal.portfolio, revision)
        except Moved:
            continue
        return
    _finish(row, state=State.CHECKED)


def _who(row: Import) -> Actor:
    """Whoever confirmed it, with what they may do by now."""
    if row.by is None:
        return Actor.system(row.organization)
    seat = row.organization.memberships.filter(user=row.by).first()
    if seat is None:
        raise PermissionDenied(_("Whoever sent it is no member any more."))
    return Actor(row.organization, row.by, Role(seat.role))
