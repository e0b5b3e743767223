"""What is refused before a TOML parser sees it: texts that would keep the parser busy or deep in recursion."""

from __future__ import annotations

import re

from deterrence.errors import ModelError

#: Largest model file, in bytes and in characters.
MAX_BYTES = 1_000_000
#: Deepest nesting of lists and inline tables.
MAX_NESTING = 12
#: Longest chain of dotted keys; the parser's work grows with its square.
MAX_CHAIN = 20

# Strings and comments; without them, what is left are keys, numbers and brackets. One that is not closed reaches to the
# end of its line or of the text, and the quantifiers are possessive: whatever the text, each character is read once.
_OPAQUE = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?+'''
    r"""|'''(?:[^']++|'(?!''))*+(?:''')?+"""
    r"""|"(?:[^"\\\n]++|\\[^\n])*+"?+"""
    r"""|'[^'\n]*+'?+|\#[^\n]*+""",
    re.DOTALL,
)
_CHAIN = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{MAX_CHAIN},}}")


def check_size(size: int, file: str, unit: str = "bytes") -> None:
    """Refuse a text that is too long.

    Raises
    ------
    ModelError
        Beyond one million bytes or characters.
    """
    if size > MAX_BYTES:
        raise ModelError(file, f"it has {size:,} {unit}", f"at most {MAX_BYTES:,}", "split the case")


def check_text(text: str, file: str) -> None:
    """Refuse a text that is too long, nested too deeply, or has endless dotted keys; what strings say does not matter.

    Raises
    ------
    ModelError
        Naming the line.
    """
    check_size(len(text), file, "characters")
    bare = _OPAQUE.sub(_placeholder, text)
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", bare):
        depth = depth + 1 if bracket.group() in "[{" else max(0, depth - 1)
        if depth > MAX_NESTING:
            raise _too_deep(bare, bracket.start(), file)
    chain = _CHAIN.search(bare)
    if chain:
        raise _too_deep(bare, chain.start(), file)


def _placeholder(opaque: re.Match[str]) -> str:
    """Return a word that may stand for a key, and keep the count of lines."""
    text = opaque.group()
    return "" if text.startswith("#") else "s" + "\n" * text.count("\n")


def _too_deep(bare: str, position: int, file: str) -> ModelError:
    line = bare.count("\n", 0, position) + 1
    return ModelError(f"{file}, line {line}", "it is nested too deeply", "tables and lists a few levels deep")
