from deterrence.page.docstrings import TEXT, arguments, markdown, references, sections, summary

DOC = """Say one thing.

    It goes on here, with ``code_name`` and a_b < c.

    - first
    - second

    Parameters
    ----------
    one, two
        First, second.
        More of it.
    three
        Third.

    References
    ----------
    Nash, J. (1950). "One." Place 1:
    1-2.
    Stein, A. von (2000). "Two." Place 2.
    """


def test_a_docstring_comes_apart_at_its_headings():
    assert list(sections(DOC)) == [TEXT, "Parameters", "References"] and summary(DOC) == "Say one thing."
    assert sections(None) == {TEXT: ""}


def test_arguments_and_works_are_listed_one_by_one():
    parts = sections(DOC)
    assert arguments(parts["Parameters"]) == [("one, two", "First, second. More of it."), ("three", "Third.")]
    assert references(parts["References"])[0] == 'Nash, J. (1950). "One." Place 1: 1-2.'
    assert references("Own version.") == ["Own version."] and references("") == []


def test_text_becomes_markdown_with_its_code_and_its_blocks():
    text = markdown("See ``a_b``, where a_b < c::\n\n    x = 1\n    y = 2\n\nAfter.")
    assert text == "See `a_b`, where a\\_b \\< c:\n\n```text\nx = 1\ny = 2\n```\n\nAfter."
