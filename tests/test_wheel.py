"""The package works where the repository is not: built, installed into an empty environment, run elsewhere."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return next(out.glob("*.whl"))


def test_nothing_lands_loose_in_site_packages_and_models_and_page_are_inside(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if "dist-info" not in name} == {"deterrence"}
    assert "deterrence/_models/levant_2024/model.toml" in names and "deterrence/_apps/app.py" in names
    assert "deterrence/py.typed" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith((".nbi", ".nbc"))]


def test_the_wheel_runs_in_an_empty_environment_outside_the_repository(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, text=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}

    def deterrence(*arguments):
        command = [str(tmp_path / "env" / "bin" / "deterrence"), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)

    listed = deterrence("list")
    assert listed.returncode == 0 and "levant_2024" in listed.stdout, listed.stderr
    ran = deterrence("run", "levant_2024", "--option", "hotline_network")
    assert ran.returncode == 0 and "Not a forecast." in ran.stdout, ran.stderr
    compared = deterrence("compare", "levant_2024")
    assert compared.returncode == 0 and "us_iran_hotline" in compared.stdout, compared.stderr
    page = deterrence("app")
    assert page.returncode == 2 and "pip install 'deterrence[app]'" in page.stderr
