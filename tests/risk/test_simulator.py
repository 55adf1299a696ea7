"""What if? The page of a replay, on the demonstration and on organisations of one's own."""

import csv
import io
import json
import re
from html import unescape

import pytest
from django.utils import timezone

from continuity.dashboard.actions import ensure_demo
from continuity.providers.actions.catalogue import load_catalogue


def words(response) -> str:
    """What stands on the page, on one line."""
    text = re.sub(r"<[^>]+>", " ", response.text)
    return re.sub(r"\s+", " ", unescape(text)).replace(" ,", ",").replace(" .", ".")


@pytest.fixture
def demo(client, db):
    org = ensure_demo(timezone.localdate())
    client.force_login(org.memberships.order_by("-role").first().user)
    return f"/o/{org.slug}/risk/simulator/"


def test_26_december_2024_tells_chatgpt_and_sora_from_the_text_api(client, demo):
    text = words(client.get(f"{demo}?event=openai-2024-12-26"))
    print(text)
    assert 0
