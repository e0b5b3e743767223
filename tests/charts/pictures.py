"""Reading pictures back: the boxes of their words, what the keyboard reaches, and names made to do harm."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from deterrence.charts.svg import Box, text_width

SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = (
    "<script>alert(1)</script>",
    '"><rect onload="x" y=\'1\'/>&amp; ]]> <!--',
    "a very long name " * 12,
    "W" * 200,
    "\u05d9\u05e9\u05e8\u05d0\u05dc",
    "\u0627\u0644\u0639\u0631\u0627\u0642 \u202e\u202dturned",
    "\x00\x01\x1b[31m\ud800\ufffe",
    "\u65e5\u672c\u8a9e\u306e\u540d\u524d",
    "",
)


def parse(picture: str) -> ET.Element:
    """Return the root of a picture, which must be well-formed as UTF-8."""
    return ET.fromstring(picture.encode("utf-8"))


def size(root: ET.Element) -> tuple[float, float]:
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    return width, height


def text_boxes(root: ET.Element) -> list[tuple[str, Box]]:
    """Return every text with the box that it takes, on the canvas."""
    found: list[tuple[str, Box]] = []

    def visit(element: ET.Element, x: float, y: float) -> None:
        moved = re.fullmatch(r"translate\((\S+) (\S+)\)", element.attrib.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        if element.tag == f"{SVG}text":
            words, font = element.text or "", float(element.attrib["font-size"])
            width = text_width(words, font, bold="font-weight" in element.attrib)
            anchor = {"start": 0.5, "middle": 0.0, "end": -0.5}[element.attrib["text-anchor"]]
            centre = float(element.attrib["x"]) + anchor * width
            found.append((words, Box(x + centre, y + float(element.attrib["y"]) - 0.35 * font, width, font)))
        for child in element:
            visit(child, x, y)

    visit(root, 0.0, 0.0)
    return found


def check_words(picture: str) -> None:
    """Assert that no word leaves the picture and none covers another."""
    root = parse(picture)
    boxes = text_boxes(root)
    width, height = size(root)
    assert [words for words, box in boxes if not box.is_within(width, height)] == []
    covered = [(a, b) for k, (a, one) in enumerate(boxes) for b, other in boxes[k + 1 :] if one.overlaps(other)]
    assert covered == []


def values(root: ET.Element, attribute: str) -> list[str]:
    """Return the values of an attribute, in the order of the picture."""
    return [element.attrib[attribute] for element in root.iter() if attribute in element.attrib]


def check_is_harmless(picture: str) -> None:
    """Assert that a picture holds drawing and words, and nothing that runs or loads."""
    root = parse(picture)
    drawing = {"svg", "title", "desc", "style", "g", "rect", "path", "polygon", "circle", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= drawing
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name]
    for element in root.iter():
        assert not any("url(" in value for name, value in element.attrib.items() if name in ("style", "fill", "stroke"))
    assert "\u202e" not in picture and "\u202d" not in picture


def check_is_heard(root: ET.Element) -> None:
    """Assert that the picture and everything that can be focused has a name."""
    ids = {element.attrib.get("id"): element for element in root}
    assert (ids[root.attrib["aria-labelledby"]].text or "").strip()
    assert (ids[root.attrib["aria-describedby"]].text or "").strip()
    focusable = [element for element in root.iter() if "tabindex" in element.attrib]
    assert focusable
    for element in focusable:
        assert element.attrib["aria-label"].strip() and element.attrib["role"] == "img"
        assert element[0].tag == f"{SVG}title" and element[0].text == element.attrib["aria-label"]
