import json

from deterrence.charts.labels import LINES, name_axis, wrapped


def test_long_names_are_broken_between_words_and_read_whole():
    name = "Border: Hezbollah: what it loses by holding back for as long as the other side attacks"
    assert " ".join(wrapped(name)) == name and len(wrapped(name)) <= LINES
    assert len(wrapped("word " * 100)) == LINES and wrapped("word " * 100)[-1].endswith("…")


def test_an_axis_breaks_what_is_long_and_leaves_the_rest():
    long = "a 'name' with \"quotes\" and \\ that is much too long for one line"
    expression = name_axis(["short", long]).to_dict()["labelExpr"]
    lines, _ = json.JSONDecoder().raw_decode(expression)
    assert list(lines) == [long] and expression.endswith("[datum.value] || datum.value")
    assert "labelExpr" not in name_axis(["short"]).to_dict()
