import pytest

from deterrence.page import run_list
from deterrence.page.run_list import find_runs, shown_name


def run(folder, *names):
    """Make a folder that looks like that of a sweep."""
    folder.mkdir(parents=True)
    for name in names or ("plan.json", "manifest.json"):
        (folder / name).write_text("{}")
    return folder


def test_runs_are_found_beneath_the_folder_in_order_and_nothing_inside_of_a_run(tmp_path):
    run(tmp_path / "b" / "deep")
    run(run(tmp_path / "a", "plan.json") / "parts" / "x")
    (tmp_path / "other").mkdir()
    run(tmp_path / ".hidden")
    found = find_runs(tmp_path)
    assert list(found.paths.items()) == [("a", "a"), ("b/deep", "b/deep")] and found.is_all
    assert find_runs(tmp_path / "a").paths == {"a": "."}


def test_links_out_of_the_folder_and_in_circles_are_not_followed(tmp_path):
    outside, shown = run(tmp_path / "outside" / "secret"), tmp_path / "shown"
    run(shown / "mine")
    (shown / "out").symlink_to(outside)
    (shown / "up").symlink_to(outside.parent)
    (shown / "round").symlink_to(shown)
    (shown / "nowhere").symlink_to(shown / "nowhere")
    assert list(find_runs(shown).paths) == ["mine"]


def test_names_are_plain_text_and_none_stands_for_two_folders(tmp_path):
    for name in ("a\nb", "a\tb", "x\u202egnp", "<b>*no*</b>", "n" * 200):
        run(tmp_path / name)
    names = list(find_runs(tmp_path).paths)
    assert all(name.isprintable() and len(name) <= 90 for name in names) and len(names) == 5
    assert {"a b", "a b (2)", "x gnp"} < set(names)
    assert shown_name(b"\xff".decode("utf-8", "surrogateescape")) == " "


@pytest.mark.parametrize("bound", ["MOST_RUNS", "MOST_FOLDERS"])
def test_a_large_folder_is_looked_through_so_far_and_that_is_said(tmp_path, monkeypatch, bound):
    for k in range(5):
        run(tmp_path / f"run{k}")
    monkeypatch.setattr(run_list, bound, 3)
    found = find_runs(tmp_path)
    assert not found.is_all and 0 < len(found.paths) <= 3


def test_a_run_too_deep_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(run_list, "DEPTH", 1)
    run(tmp_path / "a")
    run(tmp_path / "b" / "c")
    assert list(find_runs(tmp_path).paths) == ["a"]
