"""A server of the page for one run of tests, Chromium, and what a reader does in it.

Tests, benchmarks and the drawing of screenshots all visit the page through this module.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Dialog, JSHandle, Locator, Page, Playwright, Request, WebSocket

from deterrence.kernels import warm_up
from deterrence.page import serve_command

ROOT = Path(__file__).parent.parent.parent

#: How long the server may take to listen.
START_SECONDS = 120

#: How long a reader's move may take before a test gives up, milliseconds; far beyond what is wanted of it.
PATIENCE = 60_000

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


class Server(NamedTuple):
    """A running server: where it listens, and its process."""

    address: str
    pid: int


@contextmanager
def served(log: Path) -> Generator[Server]:
    """Serve the page of this checkout on a free port of 127.0.0.1, until the block ends.

    Parameters
    ----------
    log
        Takes what the server prints.
    """
    warm_up()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with log.open("w") as out:
        process = subprocess.Popen(serve_command(port), cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            address = f"http://127.0.0.1:{port}"
            _await_health(address, process, log)
            yield Server(address, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await_health(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped at once; it said:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer within {START_SECONDS} s; it said:\n{log.read_text()}")


def launch(playwright: Playwright) -> Browser:
    """Start Chromium: one that is installed, else Playwright's own (``make .venv/browser`` gets either)."""
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    return playwright.chromium.launch(executable_path=found, args=list(_ARGUMENTS))


class Block(NamedTuple):
    """A text of the page: what kind of thing says it, and what is said around it."""

    text: str
    kind: str
    around: str


def _script(name: str) -> str:
    return (Path(__file__).parent / f"{name}.js").read_text()


def new_context(browser: Browser, theme: str = "light") -> BrowserContext:
    """Return a reader's Chromium: no cookies, nothing cached, a system in a light or dark theme."""
    scheme = "dark" if theme == "dark" else "light"
    return browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 1000})


class Visit:
    """One reader's session: a tab of Chromium, which Streamlit takes for a session of its own.

    Parameters
    ----------
    context
        Of a running Chromium; visits that share one share its cache of files, and nothing else.
    address
        Where the server listens.
    tab
        One that a visit to the context has left: it has compiled the scripts of the page, which saves half of opening.
    """

    def __init__(self, context: BrowserContext, address: str, *, tab: Page | None = None) -> None:
        self.address = address
        self.asked: list[str] = []
        #: What the page said in windows of its own, which a script that was smuggled in would open.
        self.dialogs: list[str] = []
        self.page: Page = tab or context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", self._note)
        self.page.on("websocket", self._note)
        self.page.on("dialog", self._dismiss)

    def _note(self, request: Request | WebSocket) -> None:
        self.asked.append(request.url)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, path: str = "") -> Visit:
        """Open a page by its path and query, and wait until all of it stands there."""
        self.page.goto(f"{self.address}/{path}")
        return self.settle()

    def settle(self) -> Visit:
        """Wait until the script has run and everything that it sent has been drawn."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        self.page.locator("h1").first.wait_for()
        self.page.wait_for_function(_IS_DRAWN)
        return self

    def close(self) -> None:
        """End the session."""
        self.page.close()

    def leave(self) -> Page:
        """End the session, forget what it stored in Chromium, and return its tab, empty, for another visit."""
        self.page.evaluate("() => {localStorage.clear(); sessionStorage.clear()}")
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.page.remove_listener("request", self._note)
        self.page.remove_listener("websocket", self._note)
        self.page.remove_listener("dialog", self._dismiss)
        return self.page

    def go(self, title: str) -> Visit:
        """Follow the sidebar's link to a page."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        self.page.get_by_role("heading", level=1, name=title).wait_for()
        return self.settle()

    def keyed(self, key: str) -> Locator:
        """Return the element with a key."""
        return self.page.locator(f".st-key-{re.sub('[^a-zA-Z0-9_-]', '-', key)}")

    def press(self, option: str, key: str, *, times: int = 1) -> Visit:
        """Move the lever of an option with a key."""
        lever = self.keyed(f"option.{option}").locator("input")
        lever.focus()
        for _ in range(times):
            before = lever.get_attribute("aria-valuetext")
            lever.press(key)
            self.page.wait_for_function(
                "([lever, before]) => lever.getAttribute('aria-valuetext') !== before",
                arg=[lever.element_handle(), before],
            )
        return self.rerun()

    def strength(self, option: str) -> str:
        """Return what the lever of an option says."""
        return self.keyed(f"option.{option}").locator("input").get_attribute("aria-valuetext") or ""

    def choose(self, label: str, choice: str) -> Visit:
        """Choose from a list by what it says; a long list draws what is far down only once it is looked for."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.keyboard.insert_text(choice)
        self.page.get_by_role("option", name=choice, exact=True).click()
        return self.rerun()

    def rerun(self) -> Visit:
        """Wait until what was just done has reached the server and come back."""
        self.page.wait_for_timeout(100)
        return self.settle()

    def link(self) -> str:
        """Return the link that the sidebar offers."""
        fold = self.page.get_by_test_id("stSidebar").get_by_test_id("stExpander").filter(has_text="Link to this")
        code = fold.get_by_test_id("stCode")
        if not code.is_visible():
            fold.locator("summary").click()
        code.wait_for()
        return code.inner_text().replace("\n", "").strip()

    def commands(self) -> list[str]:
        """Return the commands that the page prints, unfolding them."""
        main = self.page.get_by_test_id("stMain")
        closed = main.locator("details:not([open]) > summary").filter(has_text="Commands that do this")
        while closed.count():
            closed.first.click()
            self.rerun()
        # What draws commands is fetched by the browser only once it is needed.
        opened = main.get_by_test_id("stExpander").filter(has_text="Commands that do this")
        for fold in opened.all():
            fold.get_by_test_id("stCode").wait_for()
        texts = main.get_by_test_id("stCode").all_inner_texts()
        assert texts, "the page prints no command"
        return [line for text in texts for line in text.splitlines() if line.startswith("deterrence ")]

    def unfold(self) -> Visit:
        """Open everything that is folded away, and what is folded away within."""
        for _ in range(3):
            folded = self.page.evaluate(
                "() => {const all = [...document.querySelectorAll('details:not([open]) > summary')];"
                " all.forEach(one => one.click()); return all.length}"
            )
            if not folded:
                break
            self.rerun()
        return self

    def text(self) -> str:
        """Return all visible text, and what stands in every field."""
        fields = self.page.evaluate("() => [...document.querySelectorAll('input')].map(one => one.value).join('\\n')")
        return f"{self.page.locator('body').inner_text()}\n{fields}"

    def blocks(self) -> list[Block]:
        """Return every text of the page outside of code."""
        return [Block(**one) for one in self.page.evaluate(_script("blocks"))]

    @property
    def radios(self) -> Locator:
        """The groups of radio buttons in the page's main part."""
        return self.page.get_by_test_id("stMain").get_by_test_id("stRadio")

    def unreached(self) -> list[str]:
        """Press Tab until the focus has been everywhere; return the controls that it never came to."""
        controls: int = self.page.evaluate(_script("controls"))
        missed = "window.__controls.filter(one => one.isConnected && !window.__reached.has(one))"
        # What scrolls takes the focus too, so there are more stops than controls.
        for _ in range(3 * controls + 20):
            self.page.keyboard.press("Tab")
            self.page.evaluate(f"(window.__reached ??= new Set()).add(({_FOCUSED})())")
            if not self.page.evaluate(f"{missed}.length"):
                break
        return self.page.evaluate(f"{missed}.map(one => one.outerHTML.slice(0, 300))")

    def focused(self) -> JSHandle:
        """Return the element that has the focus, within a picture too."""
        return self.page.evaluate_handle(_FOCUSED)

    def tab_to(self, matches: str, *, most: int = 150) -> Visit:
        """Press Tab until the focused element fulfils a condition on ``one``, written in JavaScript."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(f"(one => {matches})(({_FOCUSED})())"):
                return self
        raise AssertionError(f"{most} presses of Tab led to nothing with {matches}")

    def faint(self, least: float) -> list[str]:
        """Return texts of charts whose contrast with their ground is below the least that is wanted."""
        return self.page.evaluate(_script("faint"), least)

    @property
    def foreign(self) -> list[str]:
        """Every request so far that was not meant for the server of this visit."""
        here = urlsplit(self.address).netloc
        return [
            url for url in self.asked if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != here
        ]


_FOCUSED = _script("focused").strip()
_IS_DRAWN = _script("drawn")
