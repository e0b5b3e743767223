def buttons(page):
    return {button.key for button in page.button}


def test_a_first_visit_begins_with_the_tour_and_goes_through_its_steps(session, said):
    page = session()
    assert "Step 1 of 3: Move a lever." in said(page) and "tour.back" not in buttons(page)
    page.slider(key="option.backchannels").set_value(50).run()
    assert "Done: go on to the next step." in said(page)
    page.button(key="tour.next").click().run()
    assert "Step 2 of 3" in said(page)
    page.button(key="tour.next").click().run()
    assert "Step 3 of 3" in said(page) and "tour.next" not in buttons(page)
    page.button(key="tour.back").click().run()
    assert "Step 2 of 3" in said(page) and not page.exception


def test_a_closed_tour_stays_closed_on_every_page_and_can_be_opened_again(session, said):
    page = session()
    page.button(key="tour.close").click().run()
    page.switch_page("lab/pages/payoffs.py").run()
    assert "of 3:" not in said(page) and "tour.open" in buttons(page)
    page.button(key="tour.open").click().run()
    assert "Step 1 of 3" in said(page) and not page.exception


def test_who_opens_a_link_is_not_toured(session, said):
    assert "of 3:" not in said(session(v="1", case="levant_2024", options="backchannels"))
    assert "of 3:" not in said(session(v="1", case="levant_2024", options="nosuch"))
