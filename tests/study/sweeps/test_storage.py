"""The folder: parts that are whole, a plan that holds, and one sentence for whatever goes wrong."""

import hashlib
import json
import resource
import shutil
import subprocess
import sys

import pytest

import deterrence as dt
from deterrence.errors import SweepError
from deterrence.study.sweeps.storage import SweepFolder, read_plan
from tests.study.sweeps.worlds import MODEL, ROOT, draws_once, environment

TINY = {"games": ["buffer_terms"], "options": ["missile_defence"], "n": 12, "chunk": 4, "workers": 1}


def sweep(out, **more):
    return dt.sweep(MODEL, out=out, **{**TINY, **more})


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A folder with the finished sweep, which no test changes."""
    return sweep(tmp_path_factory.mktemp("finished") / "sweep").folder


@pytest.fixture
def first(finished, tmp_path):
    """The finished sweep in the folder of the test."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return dt.Sweep.open(tmp_path)


def test_the_folder_holds_plan_model_parts_and_manifest(tmp_path):
    run = sweep(tmp_path / "a" / "b")
    names = {p.relative_to(run.folder).as_posix() for p in run.folder.rglob("*") if p.is_file()}
    parts = {f"parts/0000{k}.parquet" for k in range(3)}
    assert names == {"plan.json", "model.toml", "manifest.json", ".lock", *parts}
    manifest = json.loads((run.folder / "manifest.json").read_text())
    for name, told in manifest["parts"].items():
        assert hashlib.sha256((run.folder / "parts" / name).read_bytes()).hexdigest() == told
    card = manifest["run_card"]
    assert manifest["result"] == run.result_hash and manifest["plan"] == run.plan.digest
    assert card["model"]["digest"] == MODEL.digest and card["seed"] == 0
    assert dt.load(run.folder / "model.toml").digest == MODEL.digest
    assert read_plan(run.folder) == run.plan


def test_parameters_are_stored_once(tmp_path):
    import pyarrow.parquet as parquet

    run = sweep(tmp_path, options=["missile_defence", "decapitation"])
    names = parquet.read_schema(run.folder / "parts" / "00000.parquet").names
    assert len(names) == len(set(names))
    assert sum(name.startswith("parameter | ") for name in names) == len(run.plan.drawn)


def test_a_finished_sweep_is_not_worked_on_again(tmp_path, first):
    times = [p.stat().st_mtime_ns for p in sorted(tmp_path.rglob("*.*")) if p.is_file()]
    told = []
    again = sweep(tmp_path, progress=lambda *args: told.append(args))
    assert again.result_hash == first.result_hash and told == []
    assert [p.stat().st_mtime_ns for p in sorted(tmp_path.rglob("*.*")) if p.is_file()] == times


@pytest.mark.parametrize("content", [b"", b"PAR1", b"nonsense" * 100])
@pytest.mark.parametrize("is_finished", [True, False])
def test_a_damaged_part_is_computed_again(tmp_path, first, content, is_finished):
    (tmp_path / "parts" / "00001.parquet").write_bytes(content)
    if not is_finished:
        (tmp_path / "manifest.json").unlink()
    told = []
    again = sweep(tmp_path, progress=lambda *args: told.append(args))
    assert told == [(12, 12)] and again.result_hash == first.result_hash and draws_once(again)


def test_what_a_dead_writer_left_behind_is_swept_away(tmp_path, first):
    left = tmp_path / "parts" / ".00002.parquet.part"
    left.write_bytes(b"half")
    sweep(tmp_path)
    assert not left.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seed": 2}, "seed 0 instead of 2"),
        ({"n": 16}, "n 12 instead of 16"),
        ({"design": "sobol"}, "design 'independent' instead of 'sobol'"),
        ({"games": ["border"]}, "other portfolios|other games|other moved"),
        ({"parameters": {"border.security": (0, 1)}}, "other drawn"),
        ({"options": ["decapitation"]}, "other portfolios"),
    ],
)
def test_a_folder_of_another_sweep_is_refused(tmp_path, first, change, words):
    if "parameters" in change:
        id = first.plan.drawn[0].id
        low, high = first.plan.drawn[0].low, first.plan.drawn[0].high
        change = {"parameters": {id: (low, (low + high) / 2)}}
    with pytest.raises(SweepError, match=f"it holds another sweep: ({words})"):
        sweep(tmp_path, **change)
    assert sweep(tmp_path).result_hash == first.result_hash


def test_a_changed_model_is_another_sweep(tmp_path, first):
    with pytest.raises(SweepError, match="it holds another sweep: other digest of model"):
        dt.sweep(MODEL.with_values({"talk.bias": 0.3}), out=tmp_path, **TINY)


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(SweepError, match=r"it holds other things, such as 'thesis\.tex'"):
        sweep(tmp_path)
    assert (tmp_path / "thesis.tex").read_text() == "mine"


def test_a_second_writer_is_refused(tmp_path, first):
    with SweepFolder(tmp_path, first.plan).alone(), pytest.raises(SweepError, match="another process is writing there"):
        sweep(tmp_path)
    sweep(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "{}", '{"plan": {"schema": "other/1"}}', "[]"])
def test_a_plan_that_does_not_read_is_told(tmp_path, first, text):
    (tmp_path / "plan.json").write_text(text)
    for act in (lambda: sweep(tmp_path), lambda: dt.Sweep.open(tmp_path)):
        with pytest.raises(SweepError, match=r"plan\.json is no plan that this version reads"):
            act()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file", tmp_path / "file" / "sub", "/proc/sweep"):
        with pytest.raises(SweepError, match="cannot be written") as raised:
            sweep(out)
        assert str(raised.value).count("\n") == 0


FULL = """
import resource, sys
import deterrence as dt
from deterrence.errors import SweepError

def fill(done, total):
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))

try:
    dt.sweep(dt.load("levant_2024"), out=sys.argv[1], progress=fill, **{tiny!r})
except SweepError as error:
    print(error)
"""


def test_a_full_disk_is_told_and_finished_parts_are_kept(tmp_path):
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    code = FULL.format(tiny=TINY)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, env=environment(), capture_output=True, text=True
    )
    assert "part 00001.parquet cannot be written (File too large)" in done.stdout, done.stderr
    assert "what is finished is kept" in done.stdout and done.stdout.count("\n") == 1
    assert [p.name for p in (tmp_path / "parts").iterdir()] == ["00000.parquet"]
    told = []
    assert draws_once(sweep(tmp_path, progress=lambda *args: told.append(args)))
    assert told == [(8, 12), (12, 12)]


def test_without_pyarrow_one_sentence_says_what_to_install():
    code = (
        "import sys; sys.modules['pyarrow'] = None; import deterrence as dt\n"
        "from deterrence.errors import SweepError\n"
        "try: dt.sweep(dt.load('levant_2024'), n=1)\nexcept SweepError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert "pip install 'deterrence[sweeps]'" in done.stdout and done.stdout.count("\n") == 1
