import pytest

from tests.reading import APP, is_nameless, pages, tracebacks, untranslated


def test_the_pages_of_the_app_are_found_and_the_first_has_the_empty_path():
    found = pages()
    assert len(found) >= 3 and [page.path for page in found].count("") == 1
    assert all((APP.parent / page.script).is_file() for page in found)


@pytest.mark.parametrize("word", ["hotline_network", "direct.israel.gain", "p_top", "israel.patience", "air_war"])
def test_an_id_in_a_sentence_is_found_wherever_it_stands(word):
    for text in (word, f"It moves {word}.", f"({word})", f"with {word}, and others", f"“{word}” at 35%"):
        assert untranslated(text) == {word}


@pytest.mark.parametrize(
    "text",
    [
        "Hotlines among Israel and Iran",
        "levant_2024_mine.toml",
        "at 0.35 or 1.5",
        "e.g. this",
        "deter.org",
        "U.S. policy",
    ],
)
def test_words_numbers_and_files_are_no_ids(text):
    assert untranslated(text) == set()


def test_a_probability_needs_the_name_of_a_model_beside_it():
    assert is_nameless("The chance of war is 67.2%.") and is_nameless("War: probability 0.31 to 0.51")
    assert not is_nameless("In the ladder model, the chance of war is 67.2%.")
    assert not is_nameless("The chance of war is 67.2%.", "In the ladder model:")
    assert not is_nameless("Hotlines at 35%") and not is_nameless("the chance of war falls")


def test_the_inside_of_a_program_is_recognised():
    assert tracebacks("Traceback (most recent call last):") and tracebacks("KeyError: 'x'")
    assert not tracebacks("An error of judgment; a terror of exceptions. Error bars are shown.")
