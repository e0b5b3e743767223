import deterrence as dt


def test_the_back_test_is_computed_when_opened_and_names_its_command(session, said, table):
    page = session("timeline")
    assert "would have scored past moves" in said(page) and "coded clear" not in said(page)
    page.session_state["fold.backtest"] = True
    page.run()
    assert not page.exception
    text = said(page)
    assert "ladder model at precision 3" in text and "Not a forecast" in text and "hindsight" in text
    assert "deterrence evidence backtest levant_2024 --freeze 2024-10-02" in [one.value for one in page.main.code]
    shown = table(page, "log score per move")
    expected = dt.back_test(dt.load("levant_2024"), freeze="2024-10-02").totals
    assert shown["log score"].tolist() == expected["log_score"].tolist()
    # An earlier date leaves fewer moves.
    page.selectbox(key="timeline.freeze").set_value("2024-05-01").run()
    assert not page.exception
    assert set(table(page, "log score per move")["moves"]) == {6}


def test_a_case_without_moves_has_no_back_test(session, said):
    page = session("timeline", v="1", case="textbook/chicken")
    assert not page.exception and "past moves" not in said(page)
