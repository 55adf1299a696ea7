"""The bytes of a bill of materials, JSON or XML, as JSON's own types."""

from typing import Any

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.service import Service
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from continuity.inventory.portable import Fault, PortableError
from continuity.inventory.portable.parsing import parse

MOST_BYTES = 32 * 1024 * 1024
MOST_XML = 8 * 1024 * 1024  # held several times over while it is turned into JSON
MOST_ELEMENTS = 100_000
SPECS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
XML_SPACE = "http://cyclonedx.org/schema/bom/"


def load(body: bytes) -> dict[str, Any]:
    """Raises `PortableError`, and nothing else."""
    if len(body) > MOST_BYTES:
        raise _fault("$", f"is larger than {MOST_BYTES // 1024**2} MB.")
    raw = _xml(body) if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else parse(body)
    if not isinstance(raw, dict) or raw.get("bomFormat") != "CycloneDX":
        raise _fault("$.bomFormat", 'must be "CycloneDX".')
    if raw.get("specVersion") not in SPECS:
        raise _fault("$.specVersion", f"must be one of {', '.join(SPECS)}.")
    return raw


def _fault(path: str, sentence: str) -> PortableError:
    return PortableError([Fault(path, sentence)])


def _xml(body: bytes) -> dict[str, Any]:
    """By way of the library, which knows where each version keeps what."""
    if len(body) > MOST_XML:
        raise _fault("$", f"is larger than {MOST_XML // 1024**2} MB: write it as JSON.")
    try:
        root = fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        raise _fault("$", "declares a document type or entities: that is not read.") from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise _fault("$", f"is not XML: {' '.join(str(error).split())[:200]}.") from None
    if not root.tag.startswith(f"{{{XML_SPACE}"):
        raise _fault("$", "is no CycloneDX bill of materials.")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise _fault("$", f"has more than {MOST_ELEMENTS} elements: write it as JSON.")
    try:
        return _as_json(Bom.from_xml(root))  # type: ignore[attr-defined]
    except Exception as error:  # the library raises whatever its many readers do
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise _fault("$", f"breaks the form of CycloneDX: {said}.") from None


def _as_json(bom: Bom) -> dict[str, Any]:
    """What is looked at of it. The library's own JSON would refuse what points nowhere."""
    whole = bom.metadata.component
    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPECS[-1],
        "metadata": {"component": _component(whole)} if whole else {},
        "components": [_component(part) for part in bom.components],
        "services": [_service(part) for part in bom.services],
        "dependencies": [
            {"ref": row.ref.value, "dependsOn": [each.ref.value for each in row.dependencies]}
            for row in bom.dependencies
        ],
    }


def _component(part: Component) -> dict[str, Any]:
    return {
        "type": part.type.value,
        "bom-ref": part.bom_ref.value,
        "name": part.name,
        "supplier": _party(part.supplier),
        "manufacturer": _party(part.manufacturer),
        "publisher": part.publisher,
        "group": part.group,
        "purl": part.purl.to_string() if part.purl else None,
        "components": [_component(each) for each in part.components],
        "properties": [{"name": each.name, "value": each.value} for each in part.properties],
    }


def _service(part: Service) -> dict[str, Any]:
    return {
        "bom-ref": part.bom_ref.value,
        "name": part.name,
        "provider": _party(part.provider),
        "group": part.group,
        "endpoints": [each.uri for each in part.endpoints],
        "services": [_service(each) for each in part.services],
        "properties": [{"name": each.name, "value": each.value} for each in part.properties],
    }


def _party(party: OrganizationalEntity | None) -> dict[str, Any] | None:
    return {"name": party.name} if party else None
