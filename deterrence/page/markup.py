"""HTML that stands alone: elements with everything escaped, tables, blocks of data, and a whole document.

What is written here is HTML and XML at once, so that any parser of either reads it. The document loads nothing and runs
nothing, and says so in its own policy: whatever a model file brought along, a browser would refuse it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from deterrence.charts.svg import FONTS, clean
from deterrence.errors import shorten

#: Characters of a name beyond which a heading is cut; the tables have it whole.
MAX_HEADING = 180
#: Characters beyond which a word in a table may be broken.
MAX_WORD = 24

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = (
    ":root{color-scheme:light dark;--paper:#fff;--panel:#eef1f5;--ink:#1b1f24;--quiet:#57606a;--rule:#c9d1d9;"
    "--accent:#0b4f8a}"
    "@media screen and (prefers-color-scheme:dark){:root{--paper:#0e1117;--panel:#262b36;--ink:#f2f4f8;"
    "--quiet:#a9b2bd;--rule:#4a5260;--accent:#8cc0ff}}"
    "*{box-sizing:border-box}"
    f"body{{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 {FONTS};overflow-wrap:anywhere}}"
    "main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem}"
    "h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem}"
    "h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:2px solid var(--rule)}"
    "h3{font-size:1.05rem;margin:1.75rem 0 .5rem}"
    "p{margin:.6rem 0;max-width:50rem}li{margin:.25rem 0;max-width:50rem}"
    ".lead{font-size:1.1rem;border-left:4px solid var(--accent);padding:.1rem 0 .1rem 1rem}"
    ".quiet{color:var(--quiet)}"
    ".wide{overflow-x:auto;margin:.75rem 0}"
    "table{border-collapse:collapse;font-size:.9rem;line-height:1.4;width:100%}"
    "caption{text-align:left;font-weight:600;padding:.25rem 0 .4rem}"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--rule);"
    "min-width:5rem;unicode-bidi:plaintext;overflow-wrap:normal}"
    "thead th{border-bottom:2px solid var(--quiet)}"
    "code,pre{font-family:ui-monospace,Consolas,'Liberation Mono',monospace;font-size:.88rem}"
    "pre{background:var(--panel);padding:.7rem .9rem;border-radius:6px;white-space:pre-wrap;margin:.6rem 0}"
    "details{margin:.75rem 0}summary{cursor:pointer;color:var(--accent);font-weight:600}"
    "summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}"
    "dt{font-weight:600;margin-top:.6rem}dd{margin:0 0 0 1.25rem;max-width:50rem}"
    "svg{display:block;margin:.5rem 0}"
    "@media print{body{font-size:10.5pt}main{max-width:none;padding:0}.wide{overflow:visible}"
    "h2,h3{break-after:avoid}figure,tr,svg{break-inside:avoid}table{font-size:8.5pt}"
    "th,td{min-width:0;padding-right:.4rem}"
    "details.kept::details-content{content-visibility:visible;height:auto;display:block}"
    "details:not(.kept):not([open]){display:none}pre{border:1px solid var(--rule)}}"
    "figure{margin:1.25rem 0 1.75rem}figcaption{max-width:50rem}"
)


def words(value: object) -> str:
    """Return a text in one line, escaped, without marks that would turn the direction of what follows it."""
    text = str(value)
    return escape(clean(text)) if text.strip() else ""


def tag(name: str, content: str, **attributes: str) -> str:
    """Return an element; attributes are escaped (``class_`` for ``class``), its content is taken as it is."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{words(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>"


def heading(level: int, text: str) -> str:
    """Return a heading, cut where somebody's name in it is longer than a line or two."""
    return tag(f"h{level}", words(shorten(text, MAX_HEADING)))


def paragraph(text: str, kind: str = "") -> str:
    """Return a paragraph of text, empty for none."""
    attributes = {"class_": kind} if kind else {}
    return tag("p", words(text), **attributes) if text.strip() else ""


def bullets(items: Iterable[str]) -> str:
    """Return a list of texts, empty for none."""
    written = "".join(tag("li", words(item)) for item in items)
    return tag("ul", written) if written else ""


def code(*lines: str) -> str:
    """Return lines of commands."""
    return tag("pre", tag("code", escape("\n".join(clean(line) for line in lines))))


def grid(rows: Sequence[Mapping[Any, Any]], caption: str = "") -> str:
    """Return a table; the first row's keys are its columns, the first column heads the rows."""
    if not rows:
        return ""
    columns = list(rows[0])
    head = "".join(tag("th", _cell(column), scope="col") for column in columns)
    body = [
        tag("th", _cell(row[columns[0]]), scope="row") + "".join(tag("td", _cell(row[c])) for c in columns[1:])
        for row in rows
    ]
    told = tag("caption", words(caption)) if caption else ""
    table = told + tag("thead", tag("tr", head)) + tag("tbody", "".join(tag("tr", row) for row in body))
    # A table that is wider than the window scrolls by itself, by keyboard too.
    return tag("div", tag("table", table), class_="wide", tabindex="0", role="group", aria_label=caption or "table")


def _cell(value: object) -> str:
    """Return the text of a cell; words that are longer than any column may be broken, others stay whole."""
    parts = [
        "<wbr/>".join(words(word[k : k + MAX_WORD]) for k in range(0, len(word), MAX_WORD))
        for word in clean(str(value)).split()
    ]
    return " ".join(parts) if str(value).strip() else ""


def folded(summary: str, content: str, *, is_printed: bool = False) -> str:
    """Return content that opens on a click; printed only where asked."""
    return tag("details", tag("summary", words(summary)) + content, **({"class_": "kept"} if is_printed else {}))


def data(id: str, record: Any) -> str:
    """Return a block of JSON for programs, which no browser runs; what is no number in JSON is null."""
    text = json.dumps(plain(record), indent=1, allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return tag("script", f"\n{text}\n", type="application/json", id=id)


def document(title: str, content: Iterable[str]) -> str:
    """Return a whole file."""
    head = (
        '<meta charset="utf-8"/>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{words(shorten(title, MAX_HEADING))}</title><style>{_STYLE}</style>"
    )
    body = tag("main", "\n" + "\n".join(part for part in content if part) + "\n")
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>{body}</body></html>\n'


def plain(value: Any) -> Any:
    """Return what JSON can hold: infinities and NaN as null, mappings and tuples plain."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "dtype"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, str | int | float) else str(value)
