"""What is written reads back: random games and trees through .nfg, .efg and JSON."""

import string
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import deterrence as dt
from deterrence.games.tree import Chance, Decision, Terminal
from deterrence.interchange.efg import read_efg, write_efg
from deterrence.interchange.gambit_text import MAX_DIGITS, quote, write_chances
from deterrence.interchange.nfg import read_nfg, write_nfg, write_nfg_outcomes
from deterrence.study.documents import read_document, write_document

fractions = st.fractions(-1000, 1000, max_denominator=10**6)
floats = st.floats(-1e140, 1e140)
#: Labels with all that the formats treat in a special way, but what joins the labels of an outcome.
texts = st.text(
    st.one_of(
        st.sampled_from('\\"{} #0'),
        st.characters(exclude_characters=",/", exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    ),
    min_size=1, max_size=6,
)  # fmt: skip
labels = texts.filter(lambda label: label.strip() == label)


@st.composite
def matrices(draw):
    n_players = draw(st.integers(1, 3))
    shape = [draw(st.integers(1, 3)) for _ in range(n_players)]
    numbers = draw(st.sampled_from([fractions, floats]))
    count = n_players * int(np.prod(shape))
    entries = draw(st.lists(numbers, min_size=count, max_size=count))
    payoffs = np.array(entries, dtype=object if numbers is fractions else np.float64).reshape(n_players, *shape)
    actions = [draw(st.lists(labels, min_size=size, max_size=size, unique=True)) for size in shape]
    return dt.Matrix(payoffs, actions=actions, players=_players(draw, n_players), name=draw(texts))


@st.composite
def trees(draw):
    n_players = draw(st.integers(1, 3))
    players = _players(draw, n_players)
    is_exact = draw(st.booleans())
    numbers = fractions if is_exact else floats
    count = 0

    def grow(depth):
        nonlocal count
        kind = draw(st.sampled_from(["end", "chance", "move", "move"])) if depth < 4 else "end"
        if kind == "end":
            return Terminal(draw(labels), draw(st.lists(numbers, min_size=n_players, max_size=n_players)))
        names = draw(st.lists(labels, min_size=1, max_size=3, unique=True))
        if kind == "chance":
            weights = draw(st.lists(st.integers(1, 9), min_size=len(names), max_size=len(names)))
            # Floats that sum to one in binary: others come back changed in their last digits.
            total = sum(weights) if is_exact else 64
            weights[0] += total - sum(weights)
            chances = [Fraction(weight, total) if is_exact else weight / total for weight in weights]
            return Chance({name: (chance, grow(depth + 1)) for name, chance in zip(names, chances, strict=True)})
        count += 1
        return Decision(draw(st.sampled_from(players)), f"set {count}", {name: grow(depth + 1) for name in names})

    return dt.Tree(grow(0), players=players, name=draw(texts))


def _players(draw, count):
    names = st.lists(labels.filter(lambda label: label not in string.digits), min_size=count, max_size=count)
    return draw(st.one_of(st.just(list(range(count))), names.filter(lambda names: len(set(names)) == len(names))))


def same_matrix(one, other):
    return (
        one.payoffs.dtype == other.payoffs.dtype
        and np.array_equal(one.payoffs, other.payoffs)
        and (one.players, one.actions, one.name) == (other.players, other.actions, other.name)
    )


def same_tree(one, other):
    return (one.root, one.players, one.name, one.is_exact) == (other.root, other.players, other.name, other.is_exact)


@given(matrices())
def test_matrices_come_back_from_both_versions_of_nfg_and_from_json(game):
    for back in (read_nfg(write_nfg(game)), read_nfg(write_nfg_outcomes(game)), read_document(write_document(game))):
        assert same_matrix(back, game)


@given(trees())
def test_trees_come_back_from_efg_and_from_json(game):
    assert same_tree(read_efg(write_efg(game)), game)
    assert same_tree(read_document(write_document(game)), game)


@given(texts)
def test_any_text_comes_back_from_its_quotes(text):
    game = dt.Matrix([[1, 2]], name=text)
    assert read_nfg(write_nfg(game)).name == text and quote(text) in write_nfg(game)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6).filter(sum))
def test_written_chances_sum_to_one_exactly_and_settle_at_once(weights):
    chances = [weight / sum(weights) for weight in weights]
    written = write_chances(chances)
    assert sum(map(Fraction, written)) == 1 and all(len(text) <= MAX_DIGITS for text in written)
    back = [float(text) for text in written]
    assert max(abs(a - b) for a, b in zip(back, chances, strict=True)) < 1e-15
    assert [float(text) for text in write_chances(back)] == back


HEADS = ["NFG 1 R ", "EFG 2 R ", '{"schema": "deterrence-game/1", "content": ', ""]


@given(st.text(max_size=200), st.sampled_from(HEADS))
def test_no_text_gets_more_than_a_sentence(text, head):
    for reader in (read_nfg, read_efg, read_document):
        try:
            reader(head + text)
        except dt.GameError as error:
            assert "line " in str(error) and "\n" not in str(error)
