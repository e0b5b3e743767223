import pytest


def shown(tree):
    """Return what a tree shows that a lever may change: texts, what can be pressed, what is drawn."""
    texts = [
        element.value for kind in (tree.markdown, tree.header, tree.info, tree.warning, tree.code) for element in kind
    ]
    tables = [element.value.to_csv() for element in tree.dataframe]
    pressed = [f"{button.label} {button.disabled}" for button in tree.button]
    charts = [
        f"{element.proto.spec} {[one.data.data for one in element.proto.datasets]}"
        for element in tree.get("vega_lite_chart")
    ]
    pictures = [element.proto.SerializeToString() for element in tree.get("bidi_component")]
    return [*map(str, texts), *tables, *pressed, *charts, *map(str, pictures)]


VIEWS = ("Escalation paths", "What each model says", "Who bears it", "Rank by an objective", "Network")


@pytest.mark.parametrize("view", VIEWS)
def test_what_a_lever_changes_is_drawn_again_and_nothing_else_is_stale(session, view):
    page = session()
    page.radio(key="options.view").set_value(view).run()
    assert page.parts is None
    before = shown(page)
    page.slider(key="option.backchannels").set_value(60).run()
    assert page.parts is not None
    after, again = shown(page), shown(page.parts)
    assert set(after) - set(before) and set(after) - set(before) <= set(again) <= set(after)


def test_a_second_move_does_not_draw_what_only_the_first_one_changes(session):
    page = session()
    page.slider(key="option.backchannels").set_value(60).run()
    assert "Undo False" in shown(page.parts)
    page.slider(key="option.backchannels").set_value(80).run()
    assert "Undo False" not in shown(page.parts) and "Undo False" in shown(page)


def test_a_guess_that_is_awaited_hides_the_result_when_parts_are_drawn_alone(session):
    page = session()
    page.toggle(key="predict").set_value(True).run()
    before = shown(page)
    page.slider(key="option.backchannels").set_value(60).run()
    assert any("hidden until you have said" in text for text in shown(page.parts))
    assert not any("What your options change, in words" in text for text in shown(page.parts))
    assert set(shown(page)) - set(before) <= set(shown(page.parts))


def test_the_address_follows_a_lever(session):
    page = session()
    page.slider(key="option.backchannels").set_value(60).run()
    first = dict(page.query_params)
    page.slider(key="option.backchannels").set_value(80).run()
    assert first != dict(page.query_params)
