"""Take a picture of every page in both themes, into ``docs/screenshots``.

Run it from the root of the repository, after ``make test`` has installed what it needs:
``.venv/bin/python -m docs.draw_screenshots``.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.visit import Visit, launch, new_context, served
from tests.reading import pages

FOLDER = Path(__file__).parent / "screenshots"

#: An option and a payoff of the reader's own, so that every page has something to tell.
QUERY = "?v=1&case=levant_2024&options=hotline_network%2Blebanon_first&set=direct.israel.gain%3D2.25"

#: A picture is no larger than this, so that the repository stays light.
MOST_BYTES = 250_000

COLOURS = 192


def smaller(picture: bytes) -> bytes:
    """Return a picture with so few colours that it is as small as it should be."""
    colours = COLOURS
    while True:
        out = io.BytesIO()
        reduced = Image.open(io.BytesIO(picture)).convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        reduced.save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES or colours <= 16:
            return out.getvalue()
        colours //= 2


def main() -> None:
    """Draw them all."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "log.txt") as server, sync_playwright() as web:
        browser = launch(web)
        for theme in ("light", "dark"):
            context = new_context(browser, theme)
            for page in pages():
                visit = Visit(context, server.address).open(f"{page.path}{QUERY}")
                picture = smaller(visit.page.screenshot(animations="disabled", caret="hide"))
                file = FOLDER / f"{page.path or 'options'}_{theme}.png"
                file.write_bytes(picture)
                print(f"{file.relative_to(FOLDER.parent)}: {len(picture) / 1000:.0f} kB")
                visit.close()
        browser.close()


if __name__ == "__main__":
    main()
