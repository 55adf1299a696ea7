"""The document as bytes: what is in it, what it never does, and that it comes out the same."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from continuity.plans import actions
from continuity.plans.models import Version
from continuity.plans.render import ROOT, CannotRender, render
from continuity.plans.rendering import html, make, stylesheet
from continuity.plans.tasks import render_plans
from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory
from tests.factories_plans import PlanFactory
from tests.factories_runbooks import RunbookFactory, StepFactory

MARK = "MARKED-7f3a9c"
TEXTS = ("purpose", "scope", "assumptions", "scenarios", "roles", "distribution")
TEXTS += ("start_criteria", "stop_criteria")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def frozen(actor, text="Words"):
    """A version in which every text that people can write says ``text``."""
    org = actor.org
    long, short = dict.fromkeys(TEXTS, text), text[:120]
    function = FunctionFactory(organization=org, name=short, description=text)
    dependency = DependencyFactory(organization=org, function=function, name=short)
    book = RunbookFactory(organization=org, title=short, summary=text)
    fields = {"title": short, "role": short, "instruction": text, "proof": text[:300]}
    StepFactory(organization=org, runbook=book, **fields)
    on = [ComponentFactory(name=short, provider__name=short)]
    OptionFactory(organization=org, dependency=dependency, name=short, on=on, position=0)
    OptionFactory(organization=org, dependency=dependency, runbook=book, position=1)
    plan = PlanFactory(organization=org, title=short, **long)
    return actions.freeze(actor, plan, note=text)


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_it_is_tagged_archived_and_carries_its_record(actor, media):
    version = frozen(actor)
    made = make(version)
    reader = PdfReader(io.BytesIO(made.pdf))
    assert len(reader.pages) == made.pages >= 8
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/OutputIntents"]
    assert (
        b"<pdfaid:part>3" in catalog["/Metadata"].get_data()
        or b'part="3"' in catalog["/Metadata"].get_data()
    )
    (record,) = reader.attachments["plan.json"]
    import hashlib

    assert hashlib.sha256(record).hexdigest() == version.sha256
    words = text_of(made.pdf)
    assert version.sha256[:32] in words
    assert "Not approved" in words
    fonts = {f for page in reader.pages for f in fonts_of(page)}
    assert fonts
    assert all("Inter" in font or "DejaVu" in font for font in fonts), fonts


def fonts_of(page):
    for font in page["/Resources"].get("/Font", {}).values():
        yield font.get_object()["/BaseFont"]


def test_the_same_version_gives_the_same_bytes(actor, media):
    version = frozen(actor)
    assert make(version).pdf == make(version).pdf


def test_readers_find_no_fault(actor, media, tmp_path):
    for tool in ("qpdf", "pdfinfo"):
        if subprocess.run(["which", tool], capture_output=True, check=False).returncode:
            refuse = pytest.fail if os.environ.get("CI") else pytest.skip
            refuse(f"{tool} is not installed")
    file = tmp_path / "plan.pdf"
    file.write_bytes(make(frozen(actor)).pdf)
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True)
    assert info.stderr == ""
    assert re.search(r"Tagged:\s+yes", info.stdout)


@pytest.fixture
def listener():
    """Notes who knocks."""
    knocks: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    stop = threading.Event()

    def wait():
        while not stop.is_set():
            try:
                line, _ = server.accept()
            except TimeoutError:
                continue
            knocks.append(line.recv(200))
            line.close()

    thread = threading.Thread(target=wait)
    thread.start()
    yield server.getsockname()[1], knocks
    stop.set()
    thread.join()
    server.close()


def constructs(port, file):
    web, disk = f"http://127.0.0.1:{port}/x", file.as_uri()
    return {
        "stylesheet": f'<link rel="stylesheet" href="{web}">',
        "attachment": f'<link rel="attachment" href="{disk}">',
        "linked attachment": f'<a rel="attachment" href="{disk}">x</a>',
        "import": f'<style>@import "{web}";</style>',
        "background": f'<p style="background:url({web})">x</p>',
        "font": f"<style>@font-face{{font-family:X;src:url({web})}}*{{font-family:X}}</style>",
        "list": f'<ul style="list-style-image:url({disk})"><li>x</li></ul>',
        "content": f"<style>p::before{{content:url({disk})}}</style>",
        "object": f'<object data="{disk}"></object><embed src="{web}">',
        "svg": f'<svg><image href="{web}"/></svg>',
        "svg in data": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
        f"<image href='{web}'/></svg>\">",
        "colour profile": f"<style>@color-profile --x{{src:url({web})}}</style>",
        "base": f'<base href="http://127.0.0.1:{port}/"><img src="x.png">',
        "image": f'<img src="{disk}"> ![m]({web}) ![d]({disk})',
    }


NAMES = sorted(constructs(1, Path("/x")))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_hostile_words_fetch_nothing_and_break_nothing(name, actor, media, listener, tmp_path):
    port, knocks = listener
    secret = tmp_path / "s"
    secret.write_text(MARK)
    version = frozen(actor, constructs(port, secret)[name])
    made = make(version)
    assert made.pages >= 8
    assert not knocks
    assert MARK.encode() not in inflated(made.pdf)


def inflated(pdf: bytes) -> bytes:
    """The file with every stream of it laid open."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        try:
            parts.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return b"".join(parts)


def test_markup_stays_text(actor, media):
    page = html(frozen(actor, "<script>alert(1)</script>"))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_waiting_version_gets_its_pdf_once(actor, media):
    version = frozen(actor)
    assert [render_plans(), render_plans()] == [1, 0]
    row = Version.objects.for_org(actor.org).get(pk=version.pk)
    assert row.render_state == "done"
    assert row.pdf.read().startswith(b"%PDF-")


def test_a_killed_renderer_is_tried_again(actor, media, monkeypatch):
    version = frozen(actor)
    program = media / "python"
    program.write_text(f"#!/bin/sh\nkill -9 $$\nexec {sys.executable} $@\n")
    program.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setattr("continuity.plans.render.sys.executable", str(program))
        with pytest.raises(CannotRender, match=f"signal {int(signal.SIGKILL)}"):
            render("<p>x", "", b"{}", identifier="x", cache=media)
        assert render_plans() == 0
    rows = Version.objects.for_org(actor.org)
    row = rows.get(pk=version.pk)
    assert row.render_state == "queued"
    assert "signal 9" in row.render_error
    rows.update(render_due=datetime.now(UTC) - timedelta(seconds=1))
    assert render_plans() == 1


@pytest.mark.postgres
def test_a_lost_lease_keeps_no_pdf(actor, media):
    frozen(actor)
    now = datetime.now(UTC) + timedelta(seconds=1)
    first = actions.claim(now)
    assert actions.claim(now) is None
    second = actions.claim(now + timedelta(hours=1))
    made = render("<p>x", stylesheet(), b"{}", identifier="x", cache=media)
    assert not actions.finish(first, made, now)
    assert actions.finish(second, made, now)


def test_the_renderer_has_little_memory(media):
    order = "<p>" + "x" * 10
    code = "import json,sys;from continuity.plans.render.__main__ import limit;limit();'x'*(3<<30)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert b"MemoryError" in done.stderr
    assert order
