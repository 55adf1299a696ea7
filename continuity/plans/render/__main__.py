"""The renderer: an order as JSON on standard input; pages, a newline and the PDF on output.

Runs with little memory, little time, and a fetcher that fetches nothing: whatever a plan holds,
nothing is read from disk or network.
"""

import base64
import contextlib
import ctypes
import gc
import json
import resource
import signal
import sys
from datetime import UTC, datetime
from typing import Any

MEMORY = 2 * 1024**3
CPU_SECONDS = 110
PR_SET_PDEATHSIG = 1
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with_parent() -> None:
    """A worker that is killed leaves no renderer behind. Linux only; elsewhere the limits do."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    die_with_parent()
    order = json.load(sys.stdin.buffer)
    limit()
    gc.disable()
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.urls import URLFetcher

    class Nothing(URLFetcher):
        """Refuses every address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("a document fetches nothing")

    fetcher = Nothing(allowed_protocols=set())
    css = CSS(string=order["css"], url_fetcher=fetcher)
    record = Attachment(
        string=base64.b64decode(order["record"]),
        name=order["attached"],
        description="The record that this document was made from",
        relationship="Source",
        created=EPOCH,
        modified=EPOCH,
    )
    options = {
        "pdf_variant": "pdf/a-3a",
        "pdf_identifier": order["identifier"].encode(),
        "attachments": [record],
    }
    document = HTML(string=order["html"], url_fetcher=fetcher).render(stylesheets=[css], **options)
    pdf = document.write_pdf(**options)
    sys.stdout.buffer.write(f"{len(document.pages)}\n".encode() + pdf)


if __name__ == "__main__":
    main()
