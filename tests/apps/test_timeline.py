def test_the_timeline_shows_events_counts_and_harm_with_their_sources(session, said, table):
    page = session("timeline")
    assert not page.exception and not page.error
    assert {"Events", "Harm to people", "Counts over time"} <= {each.value for each in page.header}
    every = table(page, "when", "what", "source", kind="parties")
    assert len(every) == 89 and (every["source"] != "").all()
    assert "Sources differ" in said(page) and "no model computes any" in said(page)
    assert page.main.code[-1].value == "deterrence timeline levant_2024"


def test_filters_narrow_the_table_and_harm_stays_in_sight(session, said, table):
    page = session("timeline")
    page.selectbox(key="timeline.actor").set_value("Houthis").run()
    found = table(page, "when", "who", "kind", kind="parties")
    assert 0 < len(found) < 89 and found[["who", "towards"]].agg(" ".join, axis=1).str.contains("Houthis").all()
    page.text_input(key="timeline.words").set_value("nothing like this").run()
    assert not page.exception and "No dated event fits" in said(page)
    assert "Harm to people" in {each.value for each in page.header}


def test_a_case_without_a_timeline_says_so(session, said):
    page = session("timeline", v="1", case="textbook/chicken")
    assert not page.exception and "no timeline" in said(page)
