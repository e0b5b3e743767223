import numpy as np
import pytest

import deterrence as dt
from deterrence.formulation import FORMS, formulate_symbolic
from deterrence.world.files import read
from tests.shipped import shipped

HEAD = """
schema = "deterrence-model/1"
title = "Test"
actors = [
  { id = "a", name = "A", role = "strategic" },
  { id = "b", name = "B", role = "strategic" },
  { id = "c", name = "C", role = "strategic" },
]
[[parameters]]
id = "gain"
value = 5
low = 4
high = 6
unit = "payoff units"
meaning = "what a surprise attack pays"
basis = "assumed"
reason = "an example"
[[games]]
id = "one"
title = "One"
form = "restraint"
players = ["a", "b"]
arguments = { temptation = "gain", reward = 3, punishment = 1, sucker = 0, discount = 0.9 }
"""
LINKED = 'form = "linked_restraint"\n'


def with_game(text):
    return read(HEAD + text)


def test_every_form_of_the_table_formulates_some_shipped_game():
    seen = set()
    for name in dt.available():
        model = shipped(name)
        for game in model.games:
            formed = dt.formulate(model, game)
            assert formed.name == game and formed.players == model.games[game].players
            seen.add(formed.form)
    assert seen == set(FORMS)


def test_draws_ride_along_into_the_same_form():
    model = read(HEAD)
    draws = np.linspace(4, 6, 7)
    game = dt.formulate(model.with_values({"gain": draws}), "one")
    single = [dt.formulate(model.with_values({"gain": float(g)}), "one") for g in draws]
    from deterrence.games.restraint_measures import critical_discount

    assert np.allclose(critical_discount(game)[0], [critical_discount(one)[0] for one in single])


def test_formulating_with_symbols_keeps_the_files_names():
    game = formulate_symbolic(read(HEAD), "one")
    assert {str(symbol) for number in game.temptation for symbol in number.free_symbols} == {"gain"}


@pytest.mark.parametrize(
    ("game", "said"),
    [
        ('form = "restrain"\nplayers = ["a", "b"]\narguments = {}', "did you mean 'restraint'"),
        ('form = "restraint"\nplayers = ["a", "b"]\narguments = {}', "the argument is missing"),
        ('form = "restraint"\nplayers = ["a", "b"]\narguments = { temptaton = 1 }', "did you mean 'temptation'"),
        (
            'form = "restraint"\nplayers = ["a", "b"]\n'
            "arguments = { temptation = 5, reward = 3, punishment = 1, sucker = 0, discount = 1.5 }",
            "game 'two'",
        ),
        (
            'form = "restraint"\nplayers = ["a", "b"]\n'
            "arguments = { temptation = [5, 5, 5], reward = 3, punishment = 1, sucker = 0, discount = 0.5 }",
            "game 'two'",
        ),
        ('form = "linked_restraint"\nplayers = ["a", "b"]\narguments = {}', "labels, fronts"),
        (LINKED + 'players = ["a", "b"]\narguments = {}\nlabels = { fronts = ["ona"] }', "did you mean 'one'"),
        (LINKED + 'players = ["a", "b"]\narguments = {}\nlabels = { fronts = ["two"] }', "has the form"),
        (LINKED + 'players = ["a", "c"]\narguments = {}\nlabels = { fronts = ["one"] }', "is not listed"),
        ('form = "matrix"\nplayers = ["a", "b"]\narguments = { payoffs = [[1, 2], [3, 4]] }', "game 'two'"),
    ],
)  # fmt: skip
def test_a_specification_that_makes_no_game_gets_one_sentence(game, said):
    model = with_game(f'[[games]]\nid = "two"\ntitle = "Two"\n{game}\n')
    with pytest.raises(dt.DeterrenceError, match=said) as caught:
        dt.formulate(model, "two")
    assert "\n" not in str(caught.value)


def test_linked_fronts_keep_their_seats_by_actor():
    model = with_game(
        '[[games]]\nid = "three"\ntitle = "Three"\nform = "restraint"\nplayers = ["c", "a"]\n'
        "arguments = { temptation = [9, 5], reward = 3, punishment = 1, sucker = 0, discount = 0.9 }\n"
        '[[games]]\nid = "all"\ntitle = "All"\nform = "linked_restraint"\nplayers = ["a", "b", "c"]\n'
        'arguments = { weights = [1, 2] }\nlabels = { fronts = ["one", "three"] }\n'
    )
    game = dt.formulate(model, "all")
    assert game.players == ("a", "b", "c") and tuple(game.seats) == ((0, 1), (2, 0))


def test_a_table_where_numbers_belong_is_refused():
    model = with_game("").with_values({})
    text = HEAD.replace('temptation = "gain"', "temptation = { high = 5 }")
    with pytest.raises(dt.ModelError, match="game 'one', temptation: saw a table"):
        dt.formulate(read(text), "one")
    assert dt.formulate(model, "one").players == ("a", "b")


def test_a_table_in_a_list_is_refused():
    text = HEAD.replace('temptation = "gain"', "temptation = [{ high = 5 }, 1]")
    with pytest.raises(dt.ModelError, match="game 'one', temptation: saw a table in a list"):
        dt.formulate(read(text), "one")
