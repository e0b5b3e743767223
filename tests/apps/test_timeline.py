import pandas as pd
from lab.paged import ROWS

import deterrence as dt
from deterrence.page.timeline import entry_table
from deterrence.page.timeline import timeline as cached

MODEL = dt.load("levant_2024")


def test_the_timeline_shows_events_counts_and_harm_with_their_sources(session, said, table):
    page = session("timeline")
    assert not page.exception and not page.error
    assert {"Events", "Harm to people", "Counts over time"} <= {each.value for each in page.header}
    part = table(page, "when", "who", "what", "source", "kind")
    assert "89 of 89 entries" in said(page) and len(part) == ROWS and (part["source"] != "").all()
    assert "Sources differ" in said(page) and "no model computes any" in said(page)
    assert page.main.code[-1].value == "deterrence timeline levant_2024"


def test_a_long_table_is_read_part_by_part_and_filters_go_back_to_its_beginning(session, table):
    page = session("timeline")
    parts = [table(page, "when", "what", "kind")]
    while not (after := page.button(key="part.timeline.after")).disabled:
        page = after.click().run()
        parts.append(table(page, "when", "what", "kind"))
    assert len(pd.concat(parts).drop_duplicates()) == len(entry_table(cached(MODEL)).drop_duplicates())
    page.text_input(key="timeline.words").set_value("drone").run()
    assert not page.exception and table(page, "when", "what", "kind")["what"].iloc[0]


def test_filters_narrow_the_table_and_harm_stays_in_sight(session, said, table):
    page = session("timeline")
    page.selectbox(key="timeline.actor").set_value("Houthis").run()
    found = table(page, "when", "who", "kind")
    assert "89 of 89" not in said(page) and found["who"].str.contains("Houthis").all()
    page.text_input(key="timeline.words").set_value("nothing like this").run()
    assert not page.exception and "No dated event fits" in said(page)
    assert "Harm to people" in {each.value for each in page.header}


def test_a_case_without_a_timeline_says_so(session, said):
    page = session("timeline", v="1", case="textbook/chicken")
    assert not page.exception and "no timeline" in said(page)
