import pytest

from deterrence.formulation import FORMS
from deterrence.page.reference import entries, select_entries
from deterrence.solvers import SOLVERS
from deterrence.study.rows import HEADLINES, MEASURES

ENTRIES = entries()


def test_every_form_has_one_entry_with_all_its_measures_and_all_its_methods():
    assert sorted(entry.form for entry in ENTRIES) == sorted(FORMS)
    for entry in ENTRIES:
        assert len(entry.measures) == len(MEASURES[entry.form])
        assert {m.name for m in entry.methods} == {name for name, row in SOLVERS.items() if entry.form in row.forms}
        assert (entry.words, entry.asks) == (HEADLINES[entry.form].words, HEADLINES[entry.form].lens)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.form)
def test_every_form_says_what_it_is_what_it_leaves_out_what_it_takes_and_who_to_read(entry):
    assert entry.summary and entry.about and entry.leaves_out and entry.sources and entry.figure
    assert entry.arguments and all(what for _, what in entry.arguments if _ not in ("players", "name"))
    assert all(meaning and per for _, meaning, _, per, _ in entry.measures)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.form)
def test_the_first_method_is_the_one_that_is_used_and_gives_its_account(entry):
    first, *others = entry.methods
    assert first.is_default and not any(method.is_default for method in others)
    assert all(len(method.account) > 150 for method in entry.methods)


def test_a_search_finds_forms_by_what_they_ask_by_authors_and_by_methods():
    def found(text):
        return {entry.form for entry in select_entries(ENTRIES, text)}

    assert found("") == set(FORMS) and found("no such words at all") == set()
    assert "standoff" in found("audience") and found("crawford sobel") == {"cheap_talk"}
    assert found("homotopy") >= {"matrix"} and "ladder" in found("LOGIT markov")
