import os

from deterrence.teaching.collecting import find_files


def test_a_folder_stands_for_every_file_in_it_whose_name_says_json(tmp_path):
    names = ["a.json", "UPPER.JSON", "named.json.txt", "student_1/inside.json", "student_1/notes.txt", "grades.csv"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert sorted(found) == sorted(names[:4])


def test_a_pattern_may_stand_for_folders_too_and_each_file_is_found_once(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.json").write_text("{}")
    pattern = os.path.join(tmp_path, "*", "*.json")
    assert [path.parent.name for path in find_files([pattern, tmp_path / "two"])] == ["one", "two"]


def test_a_path_that_leads_nowhere_is_kept_for_the_flags(tmp_path):
    assert find_files([tmp_path / "gone.json"]) == [tmp_path / "gone.json"]
