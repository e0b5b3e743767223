"""Finding, loading and saving: what is saved comes back equal, and saving never leaves half a file."""

from __future__ import annotations

import math
import os
import stat
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deterrence.errors import ModelError
from deterrence.world import files
from deterrence.world.files import available, find, load, read, save, write_whole
from deterrence.world.model import Model
from deterrence.world.network import reach
from deterrence.world.options import apply, with_scenario
from deterrence.world.records import Actor
from tests.properties.strategies import models
from tests.world.worlds import EVERYTHING


def again(model: Model, folder: Path) -> Model:
    return load(save(model, folder / "again.toml"))


@given(models(), st.data())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_save_then_load_is_identity(tmp_path: Path, model: Model, data: st.DataObject) -> None:
    assert again(model, tmp_path) == model
    assert again(model, tmp_path).digest == model.digest
    state = apply(model, {id: data.draw(st.sampled_from([0.0, 0.25, 1.0])) for id in model.options})
    state = state.with_values({id: 0.5 for id in list(model.parameters)[:1]})
    if model.scenarios:
        state = with_scenario(state, next(iter(model.scenarios)))
    assert again(state, tmp_path) == state


def test_every_kind_of_record_survives_a_file(tmp_path: Path) -> None:
    model = read(EVERYTHING)
    loaded = again(model, tmp_path)
    assert loaded == model and loaded.digest == model.digest
    for kind in ("sources", "actors", "ties", "channels", "parameters", "options", "games", "scenarios", "orderings"):
        assert list(getattr(loaded, kind)) == list(getattr(model, kind)) and len(getattr(model, kind)) > 0


@pytest.mark.parametrize(
    "portfolio",
    [{"hotline": 1}, {"closure": 1}, {"closure": 0.5}, {"courier": 0.3}, {"hotline": 0.1, "closure": 1, "courier": 0}],
)
def test_options_in_force_survive_a_file(tmp_path: Path, portfolio: dict[str, float]) -> None:
    model = apply(with_scenario(read(EVERYTHING), "tense"), portfolio).with_values({"line.days": 9.0})
    loaded = again(model, tmp_path)
    assert loaded == model
    assert (loaded.applied, loaded.overridden, loaded.scenario) == (portfolio, ("line.days",), "tense")
    assert reach(loaded, "north", "south") == reach(model, "north", "south")
    rest = [id for id in model.options if id not in portfolio]
    if rest and "closure" not in portfolio:
        assert apply(loaded, rest) == apply(model, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\t",
        '"""',
        "'''",
        "\\",
        "\\n",
        "a\nb",
        "\n",
        " lead and trail ",
        "# no comment",
        "[table]",
        "é 県 🕊",
        "\u00a0",
        "=",
    ],
)
def test_any_text_survives_a_file(tmp_path: Path, text: str) -> None:
    model = replace(read(EVERYTHING), about=text, source=text)
    assert again(model, tmp_path) == model


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 1.7976931348623157e308, -0.0, 5e-324, 123456789.123456789, 1e22])
def test_any_number_survives_a_file(tmp_path: Path, value: float) -> None:
    model = read(EVERYTHING).with_values({"stake": value})
    loaded = again(model, tmp_path)
    assert loaded == model
    assert math.copysign(1, loaded.parameters["stake"].value) == math.copysign(1, value)


def test_a_saved_file_is_plain_toml_with_the_schema_first(tmp_path: Path) -> None:
    text = save(read(EVERYTHING), tmp_path / "a.toml").read_text(encoding="utf-8")
    assert text.startswith('schema = "deterrence-model/1"\n')
    assert tomllib.loads(text)["parameters"][0]["id"] == "north.patience"
    assert "\r" not in text


def test_saving_makes_folders_and_replaces_a_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "a.toml"
    save(read(EVERYTHING), target)
    save(replace(read(EVERYTHING), title="Other"), str(target))
    assert load(target).title == "Other"
    assert [path.name for path in target.parent.iterdir()] == ["a.toml"]


def test_a_saved_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    saved = save(read(EVERYTHING), tmp_path / "a.toml")
    assert stat.S_IMODE(saved.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_saving_over_a_folder_fails_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(ModelError, match="cannot be written"):
        save(read(EVERYTHING), tmp_path / "a.toml")
    assert [path.name for path in tmp_path.iterdir()] == ["a.toml"]


@pytest.mark.parametrize(
    "name", ["a\0.toml", "x" * 300 + ".toml", "~nobody_here/a.toml", "a.toml/b.toml", "/proc/nothing/a.toml"]
)
def test_a_path_that_cannot_be_written_is_a_model_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.toml").touch()
    with pytest.raises(ModelError, match="cannot be written") as caught:
        save(read(EVERYTHING), name)
    assert len(str(caught.value)) < 400 and str(caught.value).isprintable()
    assert [path.name for path in tmp_path.iterdir()] == ["a.toml"]


def test_text_that_no_file_can_hold_is_a_model_error(tmp_path: Path) -> None:
    model = read(EVERYTHING)
    broken = replace(model, actors=model.actors.updated(Actor("north", "\ud800", "strategic")))
    with pytest.raises(ModelError, match="cannot be written"):
        save(broken, tmp_path / "a.toml")
    assert not list(tmp_path.iterdir())


def test_draws_are_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="parameter 'stake': it holds draws"):
        save(read(EVERYTHING).with_values({"stake": [1.0, 2.0]}), tmp_path / "a.toml")
    assert not list(tmp_path.iterdir())


def test_a_folder_is_loaded_by_its_model_file(tmp_path: Path) -> None:
    save(read(EVERYTHING), tmp_path / "harbour" / "model.toml")
    for name in (tmp_path / "harbour", str(tmp_path / "harbour"), tmp_path / "harbour" / "model.toml"):
        model = load(name)
        assert (model.id, model.path) == ("harbour", tmp_path / "harbour" / "model.toml")


def test_a_path_may_be_relative_or_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    save(read(EVERYTHING), "harbour/model.toml")
    save(read(EVERYTHING), "port.toml")
    for name in (
        "port.toml",
        "./port.toml",
        "~/port.toml",
        "harbour/model.toml",
        "./harbour",
        Path("harbour"),
        "harbour/",
    ):
        assert load(name) == read(EVERYTHING)
    monkeypatch.chdir("harbour")
    assert load("model.toml").id == "harbour" and load(".").id == "harbour"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put two folders in the place of the checkout's and the packaged models."""
    first, second = tmp_path / "checkout", tmp_path / "packaged"
    ours = ["case/model.toml", "textbook/chicken.toml", "published/twice.toml", "other/twice.toml", "exercises/e.toml"]
    packaged = EVERYTHING.replace("Two states and a port", "Packaged")
    for folder, names, text in (
        (first, ours, EVERYTHING),
        (second, ["case/model.toml", "textbook/stag_hunt.toml"], packaged),
    ):
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(files, "model_folders", lambda: (first, second))
    return first


def test_models_are_found_by_name_the_checkout_first(shelf: Path) -> None:
    assert list(available()) == ["case", "other/twice", "published/twice", "textbook/chicken", "textbook/stag_hunt"]
    assert find("case") == shelf / "case" / "model.toml"
    assert find("textbook/chicken") == find("chicken") == shelf / "textbook" / "chicken.toml"
    assert load("stag_hunt").title == "Packaged" and load("stag_hunt").id == "stag_hunt"
    assert load("case").id == "case"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("caes", "did you mean 'case'"),
        ("chiken", "did you mean 'chicken'"),
        ("twice", "2 models end so; allowed is other/twice or published/twice"),
        ("nothing_like_it", "known are: case,"),
        ("", "known are: case,"),
        ("x" * 5000, "known are: case,"),
        ("a\nb\x1b", "known are: case,"),
        ("missing.toml", "there is no such file"),
        ("./case", "there is no such file"),
        ("/nowhere/model.toml", "there is no such file"),
        ("~nobody_here/x.toml", "there is no such file"),
        ("a\0.toml", "there is no such file"),
        ("y" * 5000 + ".toml", "there is no such file"),
        ("/" + "z" * 5000, "there is no such file"),
        ("../" * 500, "a"),
        ("textbook", "there is no such model"),
        ("exercises/e", "there is no such model"),
    ],
)
def test_a_name_that_is_not_there_is_a_one_line_model_error(shelf: Path, name: str, words: str) -> None:
    with pytest.raises(ModelError) as caught:
        load(name)
    assert words in str(caught.value)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 400


def test_an_id_of_a_file_that_is_read_from_text_is_free() -> None:
    model = read(EVERYTHING, file="typed.toml", id="typed", path=Path("typed.toml"))
    assert (model.id, model.path) == ("typed", Path("typed.toml"))
    assert read(EVERYTHING).id == "model"


def test_line_ends_and_byte_order_marks_do_not_matter(tmp_path: Path) -> None:
    plain = read(EVERYTHING)
    (tmp_path / "windows.toml").write_bytes(b"\xef\xbb\xbf" + EVERYTHING.replace("\n", "\r\n").encode())
    assert load(tmp_path / "windows.toml") == plain
    assert read("\ufeff" + EVERYTHING) == plain


def test_long_prose_with_many_sentences_is_allowed() -> None:
    prose = "One sentence. " * 600 + "... " * 30 + "a [[[[[[[[[[[[[[[ b"
    long = EVERYTHING.replace("First line", prose).replace('about = "weekly"', f"about = '{prose}'")
    assert prose in read(long).about and read(long).games["border"].about == prose


def test_long_tables_of_numbers_are_allowed() -> None:
    numbers = ",\n".join([", ".join(["0.125"] * 40)] * 30)
    table = read(EVERYTHING.replace("sucker = 0", f"sucker = [\n{numbers}\n]")).games["border"].arguments["sucker"]
    assert len(table) == 1200


def test_packaged_models_all_load() -> None:
    for name in available():
        assert isinstance(load(name), Model)


def test_files_end_in_no_surprise_for_other_systems(tmp_path: Path) -> None:
    target = save(read(EVERYTHING), tmp_path / "a.toml")
    assert b"\r" not in target.read_bytes() and target.read_bytes().endswith(b"\n")
    assert os.listdir(tmp_path) == ["a.toml"]


def test_read_names_the_file_it_is_told() -> None:
    spoilt: Any = EVERYTHING.replace('title = "Two states and a port"\n', "")
    with pytest.raises(ModelError, match=r"^typed\.toml, title: the key is missing\.$"):
        read(spoilt, file="typed.toml")


def test_devices_and_pipes_are_left_alone_and_links_followed(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ModelError, match="a device or a pipe"):
        write_whole("text", tmp_path / "pipe")
    assert (tmp_path / "pipe").is_fifo()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert write_whole("text", tmp_path / "link") == tmp_path / "link"
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text() == "text"
