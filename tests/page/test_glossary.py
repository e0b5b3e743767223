import re

import pytest

import deterrence as dt
from deterrence.page import verdicts
from deterrence.page.assumptions import assumption_table
from deterrence.page.glossary import find_term, find_terms, glossary, select_terms
from deterrence.page.ladder_lines import line_table, rung_table, solve_ladder
from deterrence.page.setup import BASELINE, Setup
from deterrence.page.worlds import evaluate_options, evaluate_start, ranking
from deterrence.study.path_text import path_sentences
from deterrence.study.rows import HEADLINES
from tests.shipped import shipped

MODEL = shipped("levant_2024")

#: Words of everyday language that head columns of our tables.
PLAIN = {
    "line", "game", "model", "figure", "why", "name", "value", "file value", "low", "high", "state", "unit", "meaning",
    "id", "change", "effect", "rank", "probability", "cost borne by", "how it can go wrong",
}  # fmt: skip

#: Words of the field that our own sentences use; none may be left unexplained.
OF_THE_FIELD = re.compile(
    r"(?i)\b(equilibri(?:um|a)|rungs?|ladder|front|precision|accidents?|spill|random choice|seats?|restraint|patience|"
    r"incentive|deadlock|dilemma|chicken|stag hunt|harmony|best reply|regret|beliefs?|refinements?|branch|payoffs?|"
    r"threat|trust|mediator|cheap talk|delegation|brinkmanship|credibility|deterrence|reach|false alarms?|baseline)\b"
)


@pytest.fixture(scope="module")
def worlds():
    start = evaluate_start(MODEL)
    return start, evaluate_options(start, Setup("levant_2024", options=(("hotline_network", 0.5),)))


def tables(before, after):
    solved = solve_ladder(MODEL, "region")
    yield line_table({BASELINE: solved})
    yield rung_table(solved)
    yield assumption_table(MODEL, Setup("levant_2024"), start=MODEL)
    yield verdicts.verdict_table(before, after)
    yield verdicts.figures_table({"baseline": before, "my assumptions": before, "my options": after})
    yield verdicts.civilian_table(after[0].model)
    yield ranking(MODEL, Setup("levant_2024", objective="settlement"))
    for one in after:
        yield verdicts.equilibria_table(one)


def test_every_column_of_our_tables_is_a_plain_word_a_party_or_in_the_glossary(worlds):
    parties = {actor.name for actor in MODEL.actors.values()} | set(verdicts.POPULATIONS)
    columns = {str(column) for table in tables(*worlds) for column in table.columns}
    assert {column for column in columns - PLAIN - parties if find_term(column) is None} == set()


def test_every_word_of_the_field_in_our_own_sentences_is_in_the_glossary(worlds):
    before, after = worlds
    said = [verdicts.game_sentence(then, one) for then, one in zip(before, after, strict=True)]
    said += [verdicts.disagreement_text(before, after), *path_sentences(dt.escalation_paths(MODEL), "baseline")]
    said += [f"{headline.words}; {headline.lens}" for headline in HEADLINES.values()]
    used = {word.lower() for sentence in said for word in OF_THE_FIELD.findall(sentence)}
    assert len(used) > 15 and {word for word in used if not find_terms(word)} == set()


def test_the_name_of_every_model_holds_a_word_that_is_explained():
    unexplained = {headline.words for headline in HEADLINES.values() if not find_terms(headline.words)}
    assert unexplained <= {"one-shot matrix", "extensive game", "coalition of senders", "crisis bargaining"}


@pytest.mark.parametrize("term", glossary().values(), ids=lambda term: term.word)
def test_every_term_is_explained_in_plain_sentences_with_an_example(term):
    assert 20 < len(term.meaning) < 330 and term.meaning.endswith(".") and term.example.endswith((".", "”"))
    assert term.used and (not term.source or re.search(r"\(\d{4}", term.source))


def test_no_spelling_stands_for_two_terms():
    spellings = [s.lower() for term in glossary().values() for s in (term.word, *term.also, *term.columns)]
    assert len(spellings) == len(set(spellings))


def test_the_longest_spelling_counts_plurals_are_found_and_parts_of_words_are_not():
    assert [term.word for term in find_terms("Expected_rung of the FRONTS")] == ["expected rung", "front"]
    assert find_terms("a confrontation, wrung") == ()
    assert find_term("p_top").word == "chance of the top rung" and find_term("shown").word == "selection rule"


def test_a_search_looks_into_meanings_and_authors():
    assert "audience cost" in {term.word for term in select_terms("Fearon")}
    assert len(select_terms("")) == len(glossary()) and select_terms("zzz") == ()
