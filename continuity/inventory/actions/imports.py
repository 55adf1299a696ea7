"""A file on its way in: kept, read, confirmed, taken in or given up, and taken back.

Reading writes nothing of the inventory, and nobody decides it: it is bookkeeping of the row.
Taking in and taking back are verbs, each in one transaction.
"""

import hashlib
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.inventory import portable
from continuity.inventory.importers import HEAD, find, importers
from continuity.inventory.models import Function, Import
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.orgs.revision import touch
from continuity.providers.actions.taking_in import forget_components
from continuity.runbooks.actions.taking_in import put_away_runbooks

from .exchange import Taken, counts, take_in
from .since import refuse_changed

MOST_OPEN = 20  # of an organisation at once
CHUNK = 1 << 20
PORTION = 1000


def upload(actor: Actor, file: File) -> Import:
    """Keep the file under a name of ours; refused: a format nobody knows, and what is too large."""
    actor.require(Role.EDITOR)
    name = _shown(file.name or "")
    format_ = find(name, file.read(HEAD))
    file.seek(0)
    if format_ is None:
        raise ValidationError(
            _("“%(name)s” is of no kind that can be taken in; the kinds are listed below.")
            % {"name": name}
        )
    most = importers()[format_].MOST_BYTES
    if (file.size or 0) > most:
        told = {"name": name, "most": most // 1024**2}
        raise ValidationError(_("“%(name)s” is larger than %(most)s MB. Split it.") % told)
    rows = Import.objects.for_org(actor.org)
    if rows.filter(state__in=Import.OPEN).exclude(file="").count() >= MOST_OPEN:
        _give_up_oldest(rows)
    row = Import(
        organization=actor.org,
        name=name,
        format=format_,
        size=file.size,
        sha256=_digest(file),
        by=actor.user,
    )
    row.file.save(f"{actor.org.slug}/{secrets.token_hex(16)}", file, save=False)
    row.save()
    return row


def _shown(name: str) -> str:
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in bare if char.isprintable())[-200:] or "file"


def _digest(file: File) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks(CHUNK):
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _give_up_oldest(rows: Any) -> None:
    oldest = rows.filter(state__in=Import.OPEN).exclude(file="").order_by("created_at").first()
    if oldest is not None:
        _let_go(oldest, Import.State.CANCELLED)


def say_columns(actor: Actor, row: Import, mapping: dict[str, Any]) -> bool:
    """What the columns are, as a person says; the file is read anew. False: it is past that."""
    actor.require(Role.EDITOR)
    actor.require_own(row)
    open_ = Import.objects.for_org(actor.org).filter(pk=row.pk, state__in=Import.OPEN)
    return bool(open_.update(mapping=mapping, state=Import.State.READING, progress=0, attempts=0))


def cancel(actor: Actor, row: Import) -> bool:
    """Give the file up before it is taken in. False: it is past that."""
    actor.require(Role.EDITOR)
    actor.require_own(row)
    return _let_go(row, Import.State.CANCELLED, Import.OPEN)


def _let_go(row: Import, state: str, only: tuple[str, ...] = Import.OPEN) -> bool:
    """Throw the file away; the row stays, to tell of it."""
    rows = Import.objects.for_org(row.organization).filter(pk=row.pk, state__in=only)
    if not rows.update(state=state, file="", lease_until=None, lease_token="", columns=[]):
        return False
    forget_file(row)
    return True


def forget_file(row: Import) -> None:
    storage, name = row.file.storage, row.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def confirm(actor: Actor, row: Import) -> bool:
    """Ask for it to be taken in, in the name of ``actor``. False: it is not ready for that."""
    actor.require(Role.EDITOR)
    actor.require_own(row)
    ready = Import.objects.for_org(actor.org).filter(pk=row.pk, state=Import.State.CHECKED)
    return bool(ready.update(state=Import.State.TAKING, by=actor.user, attempts=0))


class Moved(Exception):
    """The inventory was changed since the file was read: read it again."""


@verb("import.take_in", needs=Role.EDITOR)
def take_in_file(
    actor: Actor, row: Import, portfolio: portable.Portfolio, revision: int
) -> Import | None:
    """All of it, or nothing; None where all of it is so already.

    Raises `Moved` where the inventory is not as it was when ``portfolio`` was made of the file.
    """
    org = Organization.objects.values_list("revision", "chain_seq")
    now, seq = org.get(pk=actor.org.pk)
    if now != revision:
        raise Moved
    held = Import.objects.for_org(actor.org).filter(pk=row.pk, state=Import.State.TAKING)
    if not held.exists():
        raise ValidationError(_("It was taken in or given up meanwhile."))
    taken = take_in(actor, portfolio)
    row.state = Import.State.TAKEN_IN
    row.taken_in_at = timezone.now()
    row.seq = seq + 1
    row.inverse = _inverse(taken) if taken else {}
    forget_file(row)
    row.file = ""  # type: ignore[assignment]
    row.lease_until, row.lease_token = None, ""
    row.save()
    if taken is None:
        return None
    row.audit_note = {**counts(portfolio), "sha256": row.sha256}
    return row


def _inverse(taken: Taken) -> dict[str, Any]:
    return {
        "before": portable.write(taken.before),
        "changed": taken.changed,
        "functions": list(taken.functions.values()),
        "runbooks": taken.runbooks,
        "components": taken.components,
        "providers": taken.providers,
    }


@verb("import.undo", needs=Role.EDITOR)
def undo_import(actor: Actor, row: Import) -> Import:
    """The inventory as it was before; refused where what it wrote was changed since.

    What it made goes for good, as if it had never been; what it changed becomes what it was.
    """
    rows = Import.objects.for_org(actor.org).filter(pk=row.pk, state=Import.State.TAKEN_IN)
    if not rows.exists() or not row.inverse:
        raise ValidationError(_("There is nothing of it to take back."))
    refuse_changed(actor, row)
    inverse = row.inverse
    functions = Function.objects.for_org(actor.org)
    made = inverse["functions"]
    for at in range(0, len(made), PORTION):
        functions.filter(pk__in=made[at : at + PORTION]).delete()
    take_in(actor, portable.read(inverse["before"], unfinished=True, part=True))
    put_away_runbooks(actor, inverse["runbooks"])
    forget_components(actor, inverse["components"], inverse["providers"])
    touch(actor.org)
    row.state = Import.State.UNDONE
    row.undone_at = timezone.now()
    row.inverse = {}
    row.save()
    return row
