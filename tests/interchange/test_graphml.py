"""GraphML of the network, read back into records."""

import pytest

import deterrence as dt
from deterrence.interchange.graphml import read_graphml
from tests.shipped import shipped


@pytest.mark.parametrize("name", list(dt.available()))
def test_writing_what_was_read_is_the_identity(name):
    text = dt.graphml(shipped(name))
    assert dt.graphml(read_graphml(text)) == text


def test_actors_ties_and_channels_come_back_and_the_network_functions_agree():
    model = shipped("levant_2024")
    back = read_graphml(dt.graphml(model))
    assert back.id == "levant_2024"
    for id, actor in model.actors.items():
        again = back.actors[id]
        assert (again.name, again.role, again.position) == (actor.name, actor.role, actor.position)
    assert {id: (tie.kind, tie.ends) for id, tie in back.ties.items()} == {
        id: (tie.kind, tie.ends) for id, tie in model.ties.items()
    }
    assert {id: (c.kind, set(c.ends)) for id, c in back.channels.items()} == {
        id: (c.kind, set(c.ends)) for id, c in model.channels.items()
    }
    strategic = [id for id, actor in model.actors.items() if actor.role == "strategic"]
    for a in strategic:
        for b in strategic:
            if a < b:
                for measure in (dt.reach, dt.delay, dt.secrecy):
                    assert measure(back, a, b) == measure(model, a, b)


HEAD = """<graphml>
<key id="r" for="node" attr.name="role"/>
<key id="k" for="edge" attr.name="kind"/>
<key id="p" for="edge" attr.name="reliability"/>
<graph>
<node id="a"/><node id="b"><data key="r">mediator</data></node>
"""


def edge(kind="hotline", reliability="0.5", id="line", ends='source="a" target="b"'):
    return f'<edge {ends} id="{id}"><data key="k">{kind}</data><data key="p">{reliability}</data></edge>\n'


def test_what_is_left_out_takes_its_default():
    model = read_graphml(HEAD + edge(reliability="1") + "</graph></graphml>")
    assert model.actors["a"].name == "a" and model.actors["a"].role == "strategic"
    assert dt.reach(model, "a", "b") == 1 and dt.delay(model, "a", "b") == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: no element found"),
        ("<graphml>\n<graph></graphml>", "line 2, column 10: mismatched tag"),
        ("<graphml/>", "saw no graph"),
        (HEAD + edge("hot") + "</graph></graphml>", "line 7, column 1: saw the kind 'hot'"),
        (
            HEAD + edge(reliability="1.5") + "</graph></graphml>",
            "saw the reliability '1.5'; allowed is a number",
        ),
        (HEAD + edge(reliability="") + "</graph></graphml>", "saw the reliability ''"),
        (HEAD + edge(reliability="nan") + "</graph></graphml>", "saw the reliability 'nan'"),
        (HEAD + edge(id="Line 1") + "</graph></graphml>", "saw the channel id 'Line 1'"),
        (HEAD + edge() + edge() + "</graph></graphml>", "line 8, column 1: saw the id 'line' twice"),
        (HEAD + edge(ends='source="a" target="c"') + "</graph></graphml>", "saw the target 'c'"),
        (HEAD + edge(ends='source="a" target="a"') + "</graph></graphml>", "saw 'a' at both ends"),
        (HEAD + '<node id="a"/></graph></graphml>', "line 7, column 1: saw the id 'a' twice"),
        (HEAD + '<node id="c"><data key="r">king</data></node></graph></graphml>', "saw the role 'king'"),
        (HEAD + '<node id="c"><data key="q">x</data></node></graph></graphml>', "line 7, column 14: saw data"),
        (HEAD + "</graph><graph/></graphml>", "saw a second graph"),
        ("<graphml><key/></graphml>", "saw a key without id"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>\n<graphml/>', "saw a document type"),
    ],
)
def test_a_fault_is_told_with_its_line_and_column(text, said):
    with pytest.raises(dt.ModelError) as caught:
        read_graphml(text, file="net.graphml")
    assert str(caught.value).startswith("net.graphml, line ") and said in str(caught.value)
