"""QTI: the plain text that text2qti reads, and the package that it makes, opened again."""

import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile

from deterrence.teaching.exercise import read_exercise
from deterrence.teaching.lms import list_tasks
from deterrence.teaching.qti import qti_package, qti_text


def test_markup_of_an_author_stays_text(source):
    planted = source.replace("Why, in at most five words?", "Signs: <b>bold</b> & *a* _b_ `c` [d](e) $x$ # +")
    package = zipfile.ZipFile(io.BytesIO(qti_package(read_exercise(planted))))
    text = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert "&amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt; &amp;amp; *a* _b_ `c` [d](e) $x$ # +" in text


def test_the_qti_package_builds_and_holds_every_question(exercise, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    package = zipfile.ZipFile(io.BytesIO(qti_package(exercise, n_variants=3)))
    assert "imsmanifest.xml" in package.namelist() and package.testzip() is None
    parsed = [ElementTree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]
    items = [element for root in parsed for element in root.iter() if element.tag.endswith("}item")]
    assert len(items) == sum(len(tasks) for _, tasks in list_tasks(exercise, n_variants=3))
    assert list(tmp_path.iterdir()) == []


def test_the_plain_text_of_qti_has_keys_and_tolerances(exercise):
    text = qti_text(exercise, n_variants=2)
    assert text.count("+- 0.005") == 2 and text.count("GROUP\npick: 1") == 6
    assert text.count("^^^^") == 2 and len(re.findall("^____$", text, re.MULTILINE)) == 4
