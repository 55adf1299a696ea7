"""The process that makes a PDF: it goes when its parent does, and keeps to its time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from continuity.plans.render import ROOT, CannotRender, render

ENDLESS = "<table>" + "<tr><td>x<td>y" * 60_000 + "</table>"
PARENT = """
import sys
from pathlib import Path
from continuity.plans.render import render
html = "<table>" + "<tr><td>x<td>y" * 60_000
render(html, "", b"{}", identifier="x", cache=Path(sys.argv[1]))
"""


def children(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def wait_for(what, seconds=10.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.05)
    return None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_killed_worker_leaves_no_renderer_behind(tmp_path):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], cwd=ROOT)
    try:
        (child,) = wait_for(lambda: children(parent.pid))
        time.sleep(0.5)  # it has begun
    finally:
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    assert wait_for(lambda: not Path(f"/proc/{child}").exists() or is_dead(child))


def is_dead(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_one_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("continuity.plans.render.WALL_SECONDS", 1.5)
    begun = time.monotonic()
    with pytest.raises(CannotRender, match="longer than"):
        render(ENDLESS, "", b"{}", identifier="x", cache=tmp_path)
    assert time.monotonic() - begun < 4


def test_what_is_not_html_at_all_still_makes_a_page(tmp_path):
    assert render("\x00\x01<<<&&&", "", b"{}", identifier="x", cache=tmp_path).pages == 1
