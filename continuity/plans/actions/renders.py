"""What waits for its PDF, who makes it, and what came of it. Bookkeeping of a row.

A version of a plan, and whatever else is `Printed`: each table is a queue of its own.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.text import slugify

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.plans.models import Document, Printed, Version
from continuity.plans.render import Rendered

WHY = "one renderer serves all"
LEASE = timedelta(minutes=5)
MOST_TRIES = 4  # that ended with a reason
MOST_COSTLY_TRIES = 2  # that ended for want of time or memory
KILLED = "Whoever made the PDF was stopped each time before it was done."
MOST_CLAIMS = 8  # with those whose renderer was killed
Row = TypeVar("Row", bound=Printed)


def claim(now: datetime, of: type[Row] = Version) -> Row | None:  # type: ignore[assignment]
    """Lease the row that waits longest; None if none waits.

    An organisation's second comes after the first of every other.
    """
    token = secrets.token_hex(16)
    rows: QuerySet[Row] = of.objects.across_orgs(WHY)  # type: ignore[attr-defined]
    due = rows.filter(
        Q(lease_until=None) | Q(lease_until__lt=now),
        render_state=Printed.Render.QUEUED,
        render_due__lte=now,
    )
    rows.filter(
        lease_until__lt=now,
        render_state=Printed.Render.QUEUED,
        render_attempts__gte=MOST_CLAIMS,
    ).update(render_state=Printed.Render.FAILED, render_error=KILLED, lease_token="")
    with transaction.atomic():
        locked = due.select_for_update(skip_locked=True, of=("self",))
        locked = locked.order_by(Exists(_before_it(rows)), "render_due", "pk")
        chosen = locked.values_list("pk", flat=True).first()
        if chosen is None:
            return None
        due.filter(pk=chosen).update(
            lease_until=now + LEASE, lease_token=token, render_attempts=F("render_attempts") + 1
        )
    return rows.filter(lease_token=token).select_related("organization", *of.MADE_WITH).first()


def _before_it(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Of the same organisation, waiting or being made, and earlier in line."""
    earlier = Q(render_due__lt=OuterRef("render_due")) | Q(
        render_due=OuterRef("render_due"), pk__lt=OuterRef("pk")
    )
    theirs = rows.filter(organization=OuterRef("organization"))
    return theirs.filter(earlier, render_state=Printed.Render.QUEUED).order_by()


def finish(version: Version, made: Rendered, now: datetime) -> bool:
    """Keep the PDF of a claimed version. False: its lease was lost, the PDF is thrown away."""
    return keep_pdf(Actor.system(version.organization), version, made, now) is not None


@verb("plan.render", needs=Role.OWNER)
def keep_pdf(actor: Actor, version: Version, made: Rendered, now: datetime) -> Version | None:
    """The entry names the PDF's own SHA-256, so that the printed pages can be held against it.

    What went out while the version was in force is kept beside the new one.
    """
    storage, old = version.pdf.storage, version.pdf.name
    was = Document(
        organization=actor.org,
        version=version,
        pdf=old,
        sha256=version.pdf_sha256,
        pages=version.pages,
        kept_at=now,
    )
    stem = f"{slugify(version.plan.key)[:40]}-v{version.number}"
    if not put(version, stem, made, pdf_state=version.state):
        return None
    if old and version.pdf_state == Version.State.APPROVED:
        was.save()
    elif old:
        transaction.on_commit(lambda: storage.delete(old))
    version.audit_note = {"sha256": version.sha256, **told(made)}
    return version


def put(row: Printed, stem: str, made: Rendered, **more: Any) -> bool:
    """Store the PDF of a claimed row. False: its lease was lost, the PDF is thrown away."""
    name = f"{row.organization.slug}/{stem}-{secrets.token_hex(8)}.pdf"
    row.pdf.save(name, ContentFile(made.pdf), save=False)
    kept = _held(row).update(
        pdf=row.pdf.name,
        **told(made),
        render_state=Printed.Render.DONE,
        render_error="",
        lease_until=None,
        lease_token="",
        **more,
    )
    if not kept:
        storage = row.pdf.storage
        storage.delete(str(row.pdf.name))
    return bool(kept)


def told(made: Rendered) -> dict[str, Any]:
    """What is kept of a PDF beside itself."""
    return {"pages": made.pages, "pdf_sha256": hashlib.sha256(made.pdf).hexdigest()}


def to_render(now: datetime) -> dict[str, Any]:
    """Back in the queue; who renders it at this moment has lost its lease."""
    return {
        "render_state": Printed.Render.QUEUED,
        "render_due": now,
        "render_error": "",
        "render_attempts": 0,
        "lease_token": "",
        "lease_until": None,
    }


def fail(row: Printed, reason: str, now: datetime, most_tries: int = MOST_TRIES) -> bool:
    """Try again later, or give up with the reason shown. False: the lease was lost."""
    fields = {"render_error": reason[:300], "lease_until": None, "lease_token": ""}
    if row.render_attempts >= most_tries:
        return bool(_held(row).update(render_state=Printed.Render.FAILED, **fields))
    again = now + timedelta(seconds=10 * 3**row.render_attempts)
    return bool(_held(row).update(render_due=again, **fields))


def _held(row: Printed) -> QuerySet[Any]:
    rows = type(row).objects.across_orgs(WHY)  # type: ignore[attr-defined]
    return rows.filter(pk=row.pk, lease_token=row.lease_token, render_state=Printed.Render.QUEUED)
