"""One server for all tests of the browser, a Chromium per module, and visits that must not ask any other host."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.visit import Visit, launch, new_context, served

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    # With several workers one of them takes all of these, so that one server starts and timing stays honest.
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Return a running server of the page."""
    with served(tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running


@pytest.fixture(scope="module")
def chromium():
    """Return a running Chromium; no longer than a module, since Playwright holds the thread's event loop meanwhile."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def contexts(chromium):
    """Return the context of each theme, kept for a module so that its files are fetched once."""
    return {theme: new_context(chromium, theme) for theme in ("light", "dark")}


@pytest.fixture
def visit(server, chromium, contexts):
    """Return a function that opens the page in a session of its own; no visit may ask another host for anything."""
    visits = []

    def opened(path="", *, theme="light", is_apart=False):
        context = new_context(chromium, theme) if is_apart else contexts[theme]
        visits.append(Visit(context, server.address))
        return visits[-1].open(path)

    yield opened
    foreign = [url for one in visits for url in one.foreign]
    asked = [len(one.asked) for one in visits]
    for one in visits:
        one.close()
    assert not foreign and all(asked)
