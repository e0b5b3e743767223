"""A picture whose parts can be chosen: by a click, or by keyboard with the arrow keys and Enter.

It takes the SVG text of ``deterrence.charts``, in which every actor, line and node is a group with ``data-actor``,
``data-channel``, ``data-tie``, ``data-node`` or ``data-branch``. The browser gets it as a text, and takes over drawing
elements alone: no style, no script, no link. The names in it come from model files, which anybody may have written.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import streamlit as st
from streamlit.components.v2 import component

from deterrence.charts.svg import COLOURS, DARKER, dark_rules

#: What a part may be, as the charts name it.
KINDS = ("actor", "channel", "tie", "node", "branch")
#: No id of a model file is longer.
MAX_ID = 200
#: Narrower than this, in pixels, words become too small: the picture scrolls instead.
MIN_WIDTH = 760


class Mark(NamedTuple):
    """A part of a picture: what it is, and its id in the model."""

    kind: str
    id: str


_LIGHT, _DARK = (
    f"--ring:{COLOURS['added'][theme]};--ink:{COLOURS['ink'][theme]};--paper:{COLOURS['paper'][theme]}"
    for theme in (0, DARKER)
)

_CSS = f"""
.box {{ {_LIGHT}; overflow-x: auto; padding: 8px; }}
.box.dark {{ {_DARK}; }}
{dark_rules(".box.dark")}
.box svg {{ display: block; }}
.box.box svg .f-paper {{ fill: var(--st-background-color); }}
.box.box svg .s-paper {{ stroke: var(--st-background-color); }}
[data-mark], [data-label] {{ cursor: pointer; pointer-events: auto; }}
[data-mark]:hover .hit {{ stroke: var(--ring); stroke-opacity: .3; }}
[data-mark][aria-pressed=true] .hit {{ stroke: var(--ring); stroke-opacity: .45; }}
[data-mark]:focus-visible .hit {{ stroke: var(--ink); stroke-opacity: .6; stroke-width: 20px; }}
[data-mark]:focus {{ outline: none; }}
[data-mark][aria-pressed=true]:not(.line) {{ outline: 4px solid var(--ring); outline-offset: 1px; }}
[data-mark]:focus-visible:not(.line) {{ outline: 3px dashed var(--ink); outline-offset: 4px; }}
.probe {{ color: var(--st-background-color); }}
.said {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
"""

_HTML = '<span class="probe"></span><div class="box"></div><p class="said" role="status"></p>'

# Streamlit calls the default function again whenever what it is given or the theme changes, on the same elements.
_JS = """
const SAFE = "svg g title desc rect path polygon polyline circle ellipse line text tspan".split(" ");
const SVG = "http://www.w3.org/2000/svg";

function strip(element) {
  for (const child of [...element.children])
    SAFE.includes(child.localName) && child.namespaceURI === SVG ? strip(child) : child.remove();
  for (const { name, value } of [...element.attributes])
    if (/^on|href|^src/i.test(name) || /url\\(|script:/i.test(value)) element.removeAttribute(name);
}

function read(text, least) {
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (svg.localName !== "svg" || svg.namespaceURI !== SVG) throw new Error("no picture");
  strip(svg);
  svg.style.minWidth = Math.min(svg.getAttribute("width"), least) + "px";
  return document.importNode(svg, true);
}

const named = (mark) => mark && mark.dataset.mark + " " + mark.dataset[mark.dataset.mark];

export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".box");
  const ground = getComputedStyle(root.querySelector(".probe")).color.match(/[0-9.]+/g) || [255, 255, 255];
  box.classList.toggle("dark", +ground[0] + +ground[1] + +ground[2] < 382);

  const before = named(box.querySelector("[data-mark]:focus"));
  const isNew = box.drawn !== data.svg;
  if (isNew) {
    const svg = read(data.svg, data.least);
    for (const kind of data.kinds)
      for (const mark of svg.querySelectorAll(`[data-${kind}]`)) mark.dataset.mark = kind;
    box.replaceChildren(svg);
    box.drawn = data.svg;
  }
  const marks = [...box.querySelectorAll("[data-mark]")];
  const rove = (mark) => marks.forEach((each) => each.setAttribute("tabindex", each === mark ? 0 : -1));
  const find = (name) => marks.find((mark) => named(mark) === name);
  const chosen = find(data.chosen);
  for (const mark of marks) {
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-pressed", mark === chosen);
  }
  // One stop for the Tab key, from which the arrow keys lead on.
  const last = find(before) || find(box.place) || chosen || marks[0];
  rove(last);
  if (isNew && before && last) last.focus({ preventScroll: true });
  root.querySelector(".said").textContent = data.said;

  const choose = (mark) => setTriggerValue("chosen", [mark.dataset.mark, mark.dataset[mark.dataset.mark]]);
  box.onclick = ({ target }) => {
    const label = target.closest("[data-label]");
    const is = (mark) => mark.dataset.channel === label.dataset.label || mark.dataset.tie === label.dataset.label;
    const mark = label ? marks.find(is) : target.closest("[data-mark]");
    if (!mark) return;
    rove(mark);
    mark.focus({ preventScroll: true });
    choose(mark);
  };
  box.onkeydown = (event) => {
    const at = marks.indexOf(event.target.closest("[data-mark]"));
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const to = { Home: 0, End: marks.length - 1 }[event.key] ?? (at + steps[event.key] + marks.length) % marks.length;
    if (event.key === "Enter" || event.key === " ") choose(marks[at]);
    else if (marks[to]) (rove(marks[to]), marks[to].focus(), (box.place = named(marks[to])));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
"""

_component = component("deterrence_picture", html=_HTML, css=_CSS, js=_JS)


def draw(
    svg: str, *, key: str, said: str = "", least: int = MIN_WIDTH, on_choose: Callable[[Mark], None] | None = None
) -> Mark | None:
    """Draw a picture and return the part that is chosen, which stays chosen until another is.

    Parameters
    ----------
    svg
        A picture of ``deterrence.charts`` in its light colours; it turns dark with the page by itself.
    key
        Of the widget; unique in the session.
    said
        What is read out to those who hear the page when it changes: the chosen part in a sentence.
    least
        The least width in pixels; in a narrower column the picture scrolls.
    on_choose
        Called with the chosen part before the page is drawn again.

    Returns
    -------
    Mark or None
        The browser sends it, so look its id up before you use it.
    """
    chosen = chosen_mark(key)
    data = {
        "svg": svg,
        "kinds": KINDS,
        "chosen": f"{chosen.kind} {chosen.id}" if chosen else "",
        "said": said,
        "least": least,
    }
    _component(key=key, data=data, on_chosen_change=partial(_take, key, on_choose))
    return chosen


def chosen_mark(key: str) -> Mark | None:
    """Return the part of a picture that is chosen."""
    return st.session_state.get(f"{key}.chosen")


def choose(key: str, mark: Mark | None) -> None:
    """Choose a part of a picture from elsewhere on the page, such as a list; None for no part."""
    st.session_state[f"{key}.chosen"] = mark


def read_mark(sent: Any) -> Mark | None:
    """Return the part of a picture that a browser names, or None where it sent anything else."""
    if not isinstance(sent, list) or len(sent) != 2 or not all(isinstance(part, str) for part in sent):
        return None
    mark = Mark(*sent)
    return mark if mark.kind in KINDS and 0 < len(mark.id) <= MAX_ID else None


def _take(key: str, on_choose: Callable[[Mark], None] | None) -> None:
    mark = read_mark(st.session_state[key].get("chosen"))
    if mark is not None:
        choose(key, mark)
        if on_choose is not None:
            on_choose(mark)
