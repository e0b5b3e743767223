import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import deterrence as dt
from deterrence.page.words import FAMILIES

APP = Path(dt.__file__).parent.parent / "apps" / "app.py"

#: What is folded away at first: the link, and the commands by their first word or their part of the page.
VERBS = ("run", "path", "compare", "export", "threshold", "map", "timeline", "evidence", "exercise")
PARTS = ("robustness", "origin", "regret", "tornado", "flip", "near")
FOLDS = ("frame.link", "frame.named", "options.about", *(f"commands.{verb}" for verb in (*VERBS, *PARTS)))


class Session(AppTest):
    """A session of the page whose tree is always that of the whole page.

    Of a move that draws parts of the page again alone, ``AppTest`` keeps these parts only. They stay in ``parts``, and
    the whole page is drawn once more.
    """

    parts = None

    def _run(self, *given, **named):
        self.parts = None
        super()._run(*given, **named)
        if not self.title and not self.exception:
            self.parts = self._tree
            super()._run()
        return self


@pytest.fixture
def session():
    """Return a function that opens the page in a session of its own, levers and commands unfolded, with a query."""

    def opened(page=None, **query):
        test = Session(str(APP), default_timeout=120)
        for key, value in query.items():
            test.query_params[key] = value
        for fold in (*FOLDS, *(f"family.{family}" for family in FAMILIES)):
            test.session_state[f"fold.{fold}"] = True
        test.run()
        return test if page is None else test.switch_page(f"lab/pages/{page}.py").run()

    return opened


@pytest.fixture
def said():
    """Return a function that gives all the running text of a page."""

    def text(page):
        kinds = (page.markdown, page.header, page.subheader, page.warning, page.error, page.info)
        return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")

    return text


def _read(page):
    """Return the tables that a page shows as running text."""
    for element in page.markdown:
        lines = [line for line in str(element.value).splitlines() if line.startswith("|")]
        if len(lines) > 2 and lines[0].startswith("| ") and set(lines[1]) <= set("|- "):
            plain = [re.sub(r"\\(.)", r"\1", line)[2:-2] for line in lines]
            head, _, *rows = (re.split(r" ?\| ?", line) for line in plain)
            yield pd.DataFrame([dict(zip(head, row, strict=False)) for row in rows])


@pytest.fixture
def table():
    """Return a function that finds a table, folded away or not, by columns that it has and values that stand in it."""

    def found(page, *columns, **holding):
        folded = [key for key in page.session_state._state.filtered_state if str(key).startswith("fold.")]
        for key in folded:
            page.session_state[key] = True
        if folded:
            page.run()
        for value in [*(element.value for element in page.dataframe), *_read(page)]:
            if {*columns, *holding} <= set(value.columns) and all(
                (value[column] == wanted).any() for column, wanted in holding.items()
            ):
                return value
        raise AssertionError(f"no table with {columns} and {holding}")

    return found
