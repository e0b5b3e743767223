"""Labels, choices and helps of every page, which a reader sees only on looking for them."""

from pathlib import Path

import pytest

from tests.reading import pages, tracebacks, untranslated

PAGES = [pytest.param(page, id=page.path or "options") for page in pages()]


def parts(block):
    """Return everything on a page."""
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from parts(child)


@pytest.mark.parametrize("page", PAGES)
def test_no_label_choice_or_help_holds_an_id(session, page):
    shown = session(Path(page.script).stem, v="1", case="levant_2024", options="backchannels=0.5", start="air_war")
    assert not shown.exception
    said = []
    for part in (*parts(shown.main), *parts(shown.sidebar)):
        proto = getattr(part, "proto", None)
        said += [str(getattr(proto, name, "")) for name in ("label", "help")]
        said += [str(choice) for choice in getattr(proto, "options", ())]
    assert len([text for text in said if text]) > 5
    assert {word for text in said for word in untranslated(text)} == set()
    assert not [text for text in said if tracebacks(text)]
