"""``manage.py assess FILE``: a portfolio in, JSON out, no database; 2 for what it cannot use."""

import json
import os
import subprocess
import sys

import pytest

from continuity.inventory.portable import write
from continuity.inventory.portable.parsing import MAX_BYTES
from tests.portfolios import component, dependency, function, option, portfolio
from tests.shared import ROOT

WORK = portfolio(
    function(dependency(option("gpt", "api"), option("hands", switch_minutes=150))),
    components=(component("api", "cloud"), component("cloud")),
)


@pytest.fixture
def assess(tmp_path):
    """The command as a process of its own, pointed at a database that cannot be opened."""

    def run(body: bytes, event: str = ""):
        file = tmp_path / "portfolio.json"
        file.write_bytes(body)
        more = []
        if event:
            more = ["--event", str(tmp_path / "event.json")]
            (tmp_path / "event.json").write_text(event)
        return subprocess.run(
            [sys.executable, "manage.py", "assess", str(file), *more],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": "sqlite:////nowhere/at/all.db"},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def test_it_prints_scores_verdicts_exposure_and_concentration(assess):
    done = assess(json.dumps(write(WORK)).encode())
    late = {"verdict": "late", "recovery_minutes": 150, "gap": 0.75}
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "score": 75.0,
        "functions": {
            "work": {
                "score": 75.0,
                "components": {"api": late, "cloud": late},
                "single_points_of_failure": ["api", "cloud"],
            }
        },
        "exposure": {"api": 75.0, "cloud": 75.0},
        "concentration": {
            "provider": {"hhi": 1.0, "shares": {"api-inc": 1.0}},
            "host": {"hhi": 1.0, "shares": {"cloud": 1.0}},
        },
        "pairs": {"work": []},
    }


EVENT = {
    "format": "continuity.event/1",
    "name": "Three hours",
    "down": [
        {"component": "cloud", "start": "2026-01-01T00:00:00Z", "end": "2026-01-01T03:00:00Z"},
        {"component": "moon", "start": "2026-01-01T00:00:00Z", "end": "2026-01-01T03:00:00Z"},
    ],
}


def test_an_event_is_replayed_and_what_the_portfolio_lacks_is_named(assess):
    done = assess(json.dumps(write(WORK)).encode(), json.dumps(EVENT))
    assert done.returncode == 0
    assert "so not hit: moon." in done.stderr
    assert json.loads(done.stdout)["replay"] == {
        "work": {
            "down_minutes": 150,
            "longest_minutes": 150,
            "rto_breached_at": "2026-01-01T01:00:00+00:00",
            "mtpd_breached_at": None,
            "cost": 0.0,
        }
    }


def test_a_broken_event_is_one_line_that_names_the_place_and_status_2(assess):
    done = assess(json.dumps(write(WORK)).encode(), json.dumps(EVENT | {"down": [{}]}))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "$.down[0].component is missing." in done.stderr


def test_a_broken_file_is_one_line_that_names_the_place_and_status_2(assess):
    raw = write(WORK)
    raw["functions"][0]["rto_minutes"] = 999
    raw["components"][1]["runs_on"] = ["api"]
    done = assess(json.dumps(raw).encode())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "$.functions[0].rto_minutes is 999" in done.stderr
    assert "(and 1 more)" in done.stderr


@pytest.mark.parametrize("body", [b"", b"{", b"\x00\xff"])
def test_what_is_not_json_is_one_line_and_status_2(assess, body):
    done = assess(body)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_file_that_is_not_there_is_one_line_and_status_2():
    done = subprocess.run(
        [sys.executable, "manage.py", "assess", "no-such-file.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_gigantic_file_is_one_line_and_status_2(assess):
    done = assess(b"[" + b" " * MAX_BYTES)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "$ is larger than 64 MB." in done.stderr


def test_a_name_on_two_lines_is_told_on_one():
    done = subprocess.run(
        [sys.executable, "manage.py", "assess", "no\nsuch.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_half_a_file_and_an_unfinished_one_are_refused_by_place(assess):
    raw = write(WORK)
    half = {name: value for name, value in raw.items() if name != "functions"}
    assert "$.functions is missing." in assess(json.dumps(half).encode()).stderr
    raw["functions"][0]["dependencies"][0] |= {"required": 3, "unfinished": True}
    done = assess(json.dumps(raw).encode())
    assert done.returncode == 2
    assert "$.functions[0].dependencies[0].required is 3, but there are 2" in done.stderr
