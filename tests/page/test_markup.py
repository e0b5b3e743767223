import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

from deterrence.page.markup import MAX_HEADING, bullets, code, data, document, folded, grid, heading, paragraph
from tests.charts.pictures import HOSTILE


def parse(text):
    return ET.fromstring(text.partition("\n")[2].encode())


def whole(text):
    rows = [{"name": text, "value": text}, {"name": "plain", "value": 0.5}]
    parts = [heading(1, text), paragraph(text), bullets([text]), code(text), grid(rows, text), folded(text, "")]
    return document(text, [*parts, data("block", {"key": text, text: [1.5, float("inf")]})])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_an_element_or_an_attribute(text):
    plain = [element.tag for element in parse(whole("plain")).iter()]
    found = parse(whole(text))
    harmless = {"wbr", "p", "caption"}  # a long word may be broken, an empty text is left out
    tags = [element.tag for element in found.iter() if element.tag not in harmless]
    assert tags == [tag for tag in plain if tag not in harmless]
    assert {key for element in found.iter() for key in element.attrib} <= {
        "lang", "charset", "http-equiv", "content", "name", "scope", "class", "tabindex", "role", "aria-label", "type",
        "id",
    }  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_block_of_data_comes_back_as_it_was_and_cannot_be_closed_from_inside(text):
    class Blocks(HTMLParser):
        inside, found = False, ""

        def handle_starttag(self, tag, attrs):
            self.inside = tag == "script"

        def handle_endtag(self, tag):
            self.inside = self.inside and tag != "script"

        def handle_data(self, data):
            self.found += data if self.inside else ""

    parser = Blocks()
    parser.feed(whole(text))
    assert json.loads(parser.found) == {"key": text, text: [1.5, None]} if text != "key" else True


def test_a_heading_is_cut_where_a_name_is_endless_and_a_table_breaks_only_endless_words():
    assert len(heading(1, "W" * 5000)) < MAX_HEADING + 20
    assert "<wbr/>" not in grid([{"a": "an ordinary sentence of ordinary words"}])
    assert grid([{"a": "W" * 100}]).count("<wbr/>") == 4


def test_a_table_without_rows_and_a_paragraph_without_words_are_nothing():
    assert grid([]) == "" and paragraph(" ") == "" and bullets([]) == ""


def test_the_policy_of_a_document_forbids_all_but_its_own_style():
    (policy,) = [m.get("content") for m in parse(document("t", [])).iter("meta") if m.get("http-equiv")]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
