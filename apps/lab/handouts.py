"""What a reader takes away as a file that tells how it came about: the report, and run cards."""

from __future__ import annotations

import deterrence as dt
from deterrence.page import report
from deterrence.page.setup import LINES, Setup, world_of
from lab import cache
from lab.sharing import shared


def _findings(world: Setup, text: str) -> report.Findings:
    model = cache.load_case(world.case, text)
    return report.Findings(model, world, {line: cache.evaluations(world, text, line) for line in LINES})


@shared(16)
def _report(world: Setup, text: str) -> str:
    try:
        return report.write_report(_findings(world, text))
    except dt.DeterrenceError as error:
        return report.write_refusal(cache.load_case(world.case, text), world, error)


def report_file(setup: Setup, text: str) -> str:
    """Return the report of everything that the reader set, as HTML."""
    return _report(world_of(setup), text)


def card_file(setup: Setup, text: str, command: str) -> str:
    """Return the run card that belongs to a table or a picture of the page, as JSON."""
    return report.card_text(_findings(world_of(setup), text), command)
