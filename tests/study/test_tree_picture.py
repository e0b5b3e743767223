import pytest

import deterrence as dt
from deterrence.charts.tree import MAX_LEAVES
from deterrence.study.tree_picture import tree_sentences, tree_svg, tree_table
from tests.charts.pictures import check_is_harmless, check_is_heard, check_words, parse, text_boxes, values
from tests.games.trees import beer_quiche, centipede, entry, horse, unilateral_deterrence
from tests.shipped import shipped

GAMES = [beer_quiche(), horse(), unilateral_deterrence(0.4, 0.6), centipede(6), entry(2)]


@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)
def test_every_node_is_drawn_and_words_keep_apart_with_each_equilibrium(game):
    for member in [None, *dt.solve(game).members]:
        picture = tree_svg(game, member)
        check_words(picture)
        check_is_harmless(picture)
        root = parse(picture)
        check_is_heard(root)
        assert values(root, "data-node") == [place.label for place in game.places]
        hidden = {one.label for one in game.information_sets if len(one.nodes) > 1}
        assert set(values(root, "data-information-set")) == hidden


def test_probabilities_beliefs_and_payoffs_are_those_of_the_equilibrium():
    game = beer_quiche()
    for member in dt.solve(game).members:
        table = tree_table(game, member).set_index("node")
        weights = game.reach_probabilities(member.profile)
        assert table["reached"].to_dict() == pytest.approx({node: float(p) for node, p in weights.items()})
        for place in game.places:
            if place.payoffs:
                assert [table.loc[place.label, f"payoff.{p}"] for p in game.players] == list(map(float, place.payoffs))
        for label, held in member.beliefs.items():
            for node, (low, high) in held.items():
                if len(held) > 1:
                    said = table.loc[node, "belief"]
                    assert said.startswith(f"{float(low):.0%}") and said.endswith(f"{float(high):.0%}")
                assert table.loc[node, "information_set"] == label


def test_what_is_played_is_said():
    game = beer_quiche()
    member = dt.solve(game).members[0]
    said = " ".join(tree_sentences(game, member))
    for one in game.information_sets:
        for action, probability in member.strategies[game.players[one.seat]][one.label].items():
            assert (f"at {one.label}, {game.players[one.seat]} plays" in said) and (
                probability == 0 or f"{action} {float(probability):.0%}" in said
            )
    assert said.endswith("Not a forecast.") and " will " not in said


def test_players_are_called_by_their_names_and_labels_are_read_as_words():
    model = shipped("textbook/uncertain_resolve")
    game = dt.formulate(model, "crisis")
    words = [text for text, _ in text_boxes(parse(tree_svg(game, names={"challenger": "The first", "defender": "B"})))]
    assert "The first" in words and "status quo" in words and not any("_" in text for text in words)


def test_a_tree_too_large_to_draw_is_described_and_listed():
    game = centipede(MAX_LEAVES + 5)
    assert "too many to draw" in tree_svg(game)
    assert len(tree_table(game)) == len(game.places)


def test_a_profile_of_another_game_is_refused():
    with pytest.raises(dt.GameError):
        tree_svg(horse(), dt.solve(beer_quiche()).members[0])


def test_the_same_tree_gives_the_same_picture():
    member = dt.solve(horse()).members[0]
    assert tree_svg(horse(), member) == tree_svg(horse(), member)
