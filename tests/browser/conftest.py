"""A real browser on a real server. Needs the system's Chromium."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
PASSWORD = "a very long pass phrase"
LOUD = ("error", "warning")
SCHEMES = ("light", "dark")
WIDTHS = (360, 1280)


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium, live_server, transactional_db):
    """An empty tab; what the page complains of is in ``tab.complaints``."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type in LOUD and page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def sign_in(tab, client, live_server):
    """``sign_in(user)``: the tab is theirs, without the detour over the form."""

    def as_(user):
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        tab.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return as_
