"""One server and one Chromium for all tests of the browser, and visits that must not ask any other host."""

import shlex
from contextlib import ExitStack
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


class Chromium:
    """A Chromium that starts with the first visit, and the tabs that visits have left, by theme and reader.

    Readers share neither cookies nor what they fetched; visits of one reader share what was fetched, one by one.
    """

    def __init__(self):
        self._ending = ExitStack()
        self._browser = None
        self._contexts = {}
        self._tabs = {}

    def visit(self, address, theme, reader):
        """Return a visit that has opened nothing yet."""
        if self._browser is None:
            self._browser = launch(self._ending.enter_context(sync_playwright()))
            self._ending.callback(self._browser.close)
        if (theme, reader) not in self._contexts:
            self._contexts[theme, reader] = new_context(self._browser, theme)
        idle = self._tabs.setdefault((theme, reader), [])
        return Visit(self._contexts[theme, reader], address, tab=idle.pop() if idle else None)

    def take_back(self, visit, theme, reader):
        """End a visit, and keep its tab."""
        self._tabs[theme, reader].append(visit.leave())

    def stop(self):
        """End Chromium and Playwright; another visit starts them anew."""
        self._ending.close()
        self._browser = None
        self._contexts.clear()
        self._tabs.clear()


CHROMIUM = Chromium()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem):
    # Playwright holds the thread's event loop, which tests elsewhere may want.
    if nextitem is None or HERE not in nextitem.path.parents:
        CHROMIUM.stop()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Return a running server of the page."""
    with served(tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running


@pytest.fixture
def visit(server):
    """Return a function that opens the page in a session of its own; no visit may ask another host for anything."""
    visits = []

    def opened(path="", *, theme="light", is_apart=False):
        reader = 1 + max(reader for *_, reader in visits) if is_apart and visits else int(is_apart)
        one = CHROMIUM.visit(server.address, theme, reader)
        visits.append((one, theme, reader))
        return one.open(path)

    yield opened
    foreign = [url for one, *_ in visits for url in one.foreign]
    asked = [len(one.asked) for one, *_ in visits]
    for left in visits:
        CHROMIUM.take_back(*left)
    assert not foreign and all(asked)


#: What commands have said, by their words: pages print some of them alike, and once is enough.
SAID = {}


@pytest.fixture
def answer(run, tmp_path):
    """Return a function that runs a command that the page printed, and returns what it says and writes."""

    def said(line, *more):
        name, *words = shlex.split(line)
        assert name == "deterrence"
        if (*words, *more) not in SAID:
            code, out, err = run(*words, *more)
            assert code == 0, err
            SAID[*words, *more] = out + "".join(file.read_text() for file in tmp_path.iterdir())
        return SAID[*words, *more]

    return said
