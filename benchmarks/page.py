"""The page: from a key on a lever to painted charts and sentences in Chromium, and the first load."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.load import machine_load, process_seconds
from benchmarks.quantiles import quantile, verdict
from tests.browser.visit import Visit, launch, new_context, served

#: Goals, milliseconds and seconds.
MOVE_GOAL, FIRST_GOAL = 250, 3.0

#: Levers of several families; all but the first few are folded away at first.
LEVERS = ("backchannels", "sanctions_enforcement", "hochstein_plan", "hotline_network", "missile_defence")
FIRST_LEVERS = 3
MOVES = 40
FIRST_LOADS = 5

#: How long a window that was just opened is left alone, milliseconds. Chromium goes on to load a page of its own for
#: its address line, which takes a quarter of the computing that our page takes; a reader's window stands open already.
REST = 2500

_WATCH = Path(__file__).with_name("watch.js")
_DONE = "() => document.querySelector('[data-testid=\"stApp\"]').dataset.testScriptState === 'notRunning'"


def report() -> list[str]:
    """Return latencies with the goals beside them."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "log.txt") as server, sync_playwright() as web:
        browser = launch(web)
        cold, _ = _first_load(browser, server.address)
        warm = [_first_load(browser, server.address) for _ in range(FIRST_LOADS)]
        context = new_context(browser)
        context.add_init_script(path=_WATCH)
        lines = _visit(Visit(context, server.address).open(), server.pid, LEVERS[:FIRST_LEVERS], "the page as it opens")
        unfolded = Visit(context, server.address).open().unfold()
        lines += _visit(unfolded, server.pid, LEVERS, "everything unfolded")
        browser.close()
    loads = [seconds for seconds, _ in warm]
    return [
        f"load of the machine meanwhile: {machine_load()}",
        f"first visit of a server just started: {cold:.1f} s",
        f"first load, warm server, nothing cached in the browser, a window that stands open, n = {len(loads)}: median "
        f"{statistics.median(loads):.2f} s, longest {max(loads):.2f} s "
        f"(goal {FIRST_GOAL:.0f} s: {verdict(max(loads) <= FIRST_GOAL)}); "
        f"{warm[-1][1] / 1e6:.1f} MB",
        *lines,
    ]


def _visit(visit: Visit, server: int, levers: Sequence[str], what: str) -> list[str]:
    """Return the latencies of a visit: levers moved to where nobody has moved them, then back and forth."""
    for lever in levers:
        _move(visit, lever, "ArrowRight")
    before = process_seconds(server)
    fresh = [_move(visit, levers[n % len(levers)], "ArrowRight") for n in range(MOVES)]
    spent = (process_seconds(server) - before) / len(fresh)
    known = [_move(visit, levers[n % 2], key) for n in range(MOVES // 2) for key in ("ArrowLeft", "ArrowRight")]
    visit.close()
    return [
        *_moves(f"{what}, a lever moved to where nobody has moved it", fresh),
        *_moves(f"{what}, a lever moved to where it has been", known),
        f"  the server spends {1e3 * spent:.0f} ms of CPU on a move to where nobody has moved it",
    ]


def _first_load(browser: Browser, address: str) -> tuple[float, int]:
    """Return the seconds until the first page stands there, and the bytes that were sent for it."""
    context = new_context(browser)
    visit = Visit(context, address)
    visit.page.wait_for_timeout(REST)
    start = time.perf_counter()
    visit.open()
    seconds = time.perf_counter() - start
    sizes = visit.page.evaluate("performance.getEntriesByType('resource').map(one => one.transferSize)")
    context.close()
    return seconds, sum(sizes)


def _move(visit: Visit, lever: str, key: str) -> dict[str, float]:
    """Press a key on a lever; return when each thing happened, milliseconds after the key."""
    visit.keyed(f"option.{lever}").locator("input").focus()
    visit.page.evaluate("window.__log.length = 0")
    visit.page.keyboard.press(key)
    visit.page.wait_for_function("() => window.__log.some(one => one[0] === 'received')", polling=50)
    visit.page.wait_for_function(_DONE, polling=50)
    visit.page.wait_for_timeout(300)
    log: list[tuple[str, float, int]] = visit.page.evaluate("window.__log")
    (start, *_) = [when for kind, when, _ in log if kind == "key"]
    when = {
        kind: [time - start for one, time, _ in log if one == kind]
        for kind in ("sent", "received", "chart", "sentence")
    }
    return {
        "sent": min(when["sent"]),
        "first answer": min(when["received"]),
        "last answer": max(when["received"]),
        "charts": max(when["chart"], default=0.0),
        "sentences": max(when["sentence"], default=0.0),
        "all": max([*when["chart"], *when["sentence"], *when["received"]]),
        "messages": float(len(when["received"])),
        "kilobytes": sum(size for kind, _, size in log if kind == "received") / 1e3,
    }


def _moves(what: str, moves: Sequence[dict[str, float]]) -> list[str]:
    middle, high = (quantile((move["all"] for move in moves), share) for share in (0.5, 0.95))
    parts = ", ".join(
        f"{part} {statistics.median(move[part] for move in moves):.0f}"
        for part in ("sent", "first answer", "charts", "sentences", "last answer")
    )
    size = ", ".join(
        f"{statistics.median(move[part] for move in moves):.0f} {part}" for part in ("messages", "kilobytes")
    )
    return [
        f"{what}, n = {len(moves)}: everything painted after p50 {middle:.0f} ms, p95 {high:.0f} ms "
        f"(goal p95 {MOVE_GOAL} ms: {verdict(high <= MOVE_GOAL)})",
        f"  medians, ms after the key: {parts}; {size}",
    ]
