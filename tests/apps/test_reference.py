from deterrence.page.glossary import glossary


def test_the_page_opens_on_a_model_of_the_case_and_shows_another_with_its_formulas(session, said):
    page = session("reference")
    assert not page.exception and not page.error
    assert "### Repeated restraint" in said(page) and "What it leaves out." in said(page)
    page.selectbox(key="reference.form").set_value("bargain").run()
    assert "Fearon, J. (1995)" in said(page) and not page.latex
    page.toggle(key="reference.formulas.bargain").set_value(True).run()
    assert not page.exception and len(page.latex) == 5


def test_a_search_narrows_models_and_words_and_says_when_nothing_is_found(session, said):
    page = session("reference")
    page.text_input(key="reference.text").set_value("audience cost").run()
    assert "standoff" in page.selectbox(key="reference.form").options[0]
    assert f"1 of {len(glossary())} words." in said(page) and "**audience cost**" in said(page)
    page.text_input(key="reference.text").set_value("<b>zzz").run()
    assert "No model holds “<b>zzz”." in said(page) and not page.exception


def test_a_case_with_one_form_shows_the_others_all_the_same(session):
    page = session("reference", v="1", case="textbook/chicken")
    assert not page.exception and len(page.selectbox(key="reference.form").options) > 15
