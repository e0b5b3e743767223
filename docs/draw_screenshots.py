"""Take a picture of every page in both themes, into ``docs/screenshots``.

Run it from the root of the repository, after ``make test`` has installed what it needs:
``.venv/bin/python -m docs.draw_screenshots``.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.visit import Visit, launch, new_context, served
from tests.reading import pages

FOLDER = Path(__file__).parent / "screenshots"

#: Options and an assumption of the reader's own that every page has something to tell of, the lines of a chart apart.
QUERY = "?v=1&case=levant_2024&options=hochstein_plan%2Bthird_party_lines&set=border.israel.push%3D0.2"

#: Pixels of the window: of a small laptop, and of pages that show something only after work on them.
HEIGHT, TALL = 1000, 1600


def _sweep(visit: Visit) -> None:
    """Have the page Robustness try its draws and move every number alone."""
    for work, chart in (("sweep", "shares"), ("tornado", "tornado")):
        visit.keyed(f"begin.{work}").get_by_role("button").click()
        visit.keyed(f"fold.files.{chart}").wait_for()
        visit.settle()


def _start_exercise(visit: Visit) -> None:
    """Open the starter and lock a guess, so that a question can be seen."""
    visit.choose("Exercise", "Fifteen minutes: patience and restraint")
    code = visit.page.get_by_label("Your code (eight letters and digits)")
    code.fill("ABCD2345")
    code.press("Enter")
    visit.page.get_by_role("heading", name="1. A guess first").wait_for()
    visit.settle()


#: Pages that show little before somebody has done something: what to do there.
PREPARE: dict[str, Callable[[Visit], None]] = {"robustness": _sweep, "exercises": _start_exercise}


def compressed(picture: bytes) -> bytes:
    """Return a picture in 256 colours, rare ones too: lines of a chart are few pixels, and must not turn grey."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    out = io.BytesIO()
    image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def main() -> None:
    """Draw them all."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "log.txt") as server, sync_playwright() as web:
        browser = launch(web)
        for theme in ("light", "dark"):
            context = new_context(browser, theme)
            for page in pages():
                visit = Visit(context, server.address)
                visit.page.set_viewport_size({"width": 1280, "height": TALL if page.path in PREPARE else HEIGHT})
                visit.open(f"{page.path}{QUERY}")
                if page.path in PREPARE:
                    PREPARE[page.path](visit)
                picture = compressed(visit.page.screenshot(animations="disabled", caret="hide"))
                file = FOLDER / f"{page.path or 'options'}_{theme}.png"
                file.write_bytes(picture)
                print(f"{file.relative_to(FOLDER.parent)}: {len(picture) / 1000:.0f} kB")
                visit.close()
        browser.close()


if __name__ == "__main__":
    main()
