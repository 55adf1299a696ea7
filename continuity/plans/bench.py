"""How fast a plan becomes a PDF, beside WeasyPrint alone on the same HTML."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from continuity.core.bench import Line

from .document import compose, missing
from .render import environment, render
from .rendering import stylesheet
from .snapshot import FORMAT, canonical, sha256

BARE = """
import sys
from weasyprint import CSS, HTML
html, css = sys.argv[1:]
HTML(filename=html).write_pdf(sys.argv[1] + ".pdf", stylesheets=[CSS(filename=css)])
"""
ROUNDS = 4
PAGES = (8, 16)


def record() -> dict[str, Any]:
    """A plan of ten pages and a few: each of the twelve sections begins one."""
    step = {"role": "Engineer", "minutes": 10, "starts": 0, "longest": False}
    step |= {"proof": "It answers.", "waits_for": []}
    steps = [
        {**step, "key": f"s{n}", "title": f"Step {n}", "instruction": "Do it, then **look**."}
        for n in range(5)
    ]
    option = {"on": [1], "capacity": "1", "switch_minutes": 0, "runbook": 1}
    functions = [
        {
            "id": n,
            "name": f"Function {n}",
            "description": "",
            "criticality": 1 + n % 5,
            "rto_minutes": 60,
            "mtpd_minutes": 480,
            "rpo_minutes": None,
            "minimum_capacity": "0.5",
            "impact": [{"after_minutes": 0, "cost_per_hour": "100"}] if n < 3 else [],
            "owner": "ada@example.org",
            "deputy": "",
            "assessed_on": "2026-01-01",
            "needs": [],
            "score": "50.0",
            "verdict": "untested",
            "worst": "API",
            "dependencies": [
                {
                    "id": n,
                    "name": "Ask",
                    "description": "",
                    "essential": True,
                    "high_risk": n == 0,
                    "required": 1,
                    "options": [{**option, "id": n, "name": "GPT", "tested_on": None}],
                }
            ],
            "points": [],
            "felt": [{"component": 1, "verdict": "untested", "leans_on": []}],
        }
        for n in range(6)
    ]
    level = {"hhi": "1", "effective": "1", "shares": [{"id": "1", "name": "OpenAI", "share": "1"}]}
    texts = ("purpose", "scope", "assumptions", "scenarios", "roles", "distribution")
    plan = dict.fromkeys((*texts, "start_criteria", "stop_criteria"), "- Words.\n- More words.")
    return {
        "format": FORMAT,
        "as_of": "2026-11-24",
        "method": "continuity.method/1",
        "catalogue": "bench",
        "chain": {"seq": 1, "hash": "0" * 64},
        "organization": {
            "name": "Bench",
            "currency": "EUR",
            "timezone": "UTC",
            "test_cadence_days": 365,
        },
        "plan": {
            "key": "p",
            "title": "Plan",
            "owner": "",
            "review_every_days": 365,
            **plan,
        },
        "risk": {
            "score": "50",
            "band": "high",
            "exposure": [{"component": 1, "name": "API", "exposure": "50"}],
            "headline": None,
            "concentration": {"provider": level, "host": level},
        },
        "functions": functions,
        "components": [
            {"id": 1, "name": "API", "kind": "service", "provider": "OpenAI", "provider_id": 1}
        ],
        "edges": [],
        "runbooks": [
            {
                "id": 1,
                "title": "Switch",
                "summary": "When it is down.",
                "owner": "",
                "version": 1,
                "reviewed_on": None,
                "overdue": False,
                "minutes": 10,
                "rto_minutes": 60,
                "serves": ["Function 0"],
                "steps": steps,
                "exercises": [],
            }
        ],
        "outages": [],
    }


def document() -> tuple[str, bytes]:
    made = record()
    cover = {
        "number": 1,
        "state": "draft",
        "stamp": "Not approved",
        "next_review": "",
        "sha256": sha256(made),
        "frozen_at": "2026-11-24",
        "frozen_by": "bench",
        "approvals": [],
        "approved_by": "",
        "history": [],
    }
    sections = compose(made, cover)
    context = {
        "record": made,
        "cover": cover,
        "sections": sections,
        "missing": missing(sections),
        "created": timezone.now(),
        "language": "en",
    }
    return render_to_string("plans/pdf.html", context), canonical(made)


def bench_plan() -> list[Line]:
    """Paired runs in turn, each in a process of its own; the best of each."""
    html, attached = document()
    best = SimpleNamespace(ours=float("inf"), bare=float("inf"), pages=0)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        env = environment(place)
        (place / "plan.html").write_text(html, encoding="utf-8")
        (place / "plan.css").write_text(stylesheet(), encoding="utf-8")
        command = [sys.executable, "-c", BARE, str(place / "plan.html"), str(place / "plan.css")]
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            subprocess.run(command, env=env, check=True, capture_output=True)  # noqa: S603
            best.bare = min(best.bare, time.perf_counter() - begun)
            begun = time.perf_counter()
            best.pages = render(html, stylesheet(), attached, identifier="bench", cache=place).pages
            best.ours = min(best.ours, time.perf_counter() - begun)
    if not PAGES[0] <= best.pages <= PAGES[1]:
        raise RuntimeError(f"the plan has {best.pages} pages, not about ten")
    name = f"plan of {best.pages} pages, to WeasyPrint alone"
    return [Line(name, 1000 * best.ours, "ms", 1.3, 1000 * best.bare)]
