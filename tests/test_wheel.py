"""The package works where the repository is not: built, installed into an empty environment, run elsewhere."""

import os
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


def needed(requirements, found=None):
    """Return every distribution that some requirements bring along, those of extras left out."""
    found = {} if found is None else found
    for requirement in map(Requirement, requirements):
        name = canonicalize_name(requirement.name)
        if name not in found and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            found[name] = distribution(name)
            needed(found[name].requires or (), found)
    return found


def lend(requirements, site):
    """Show an environment the distributions of this one that it may have, and none besides."""
    for lent in needed(requirements).values():
        for top in {file.parts[0] for file in lent.files} - {"..", "__pycache__"}:
            if not (site / top).exists():
                (site / top).symlink_to(lent.locate_file(top))


def test_the_wheel_runs_outside_the_repository_with_what_it_declares_and_nothing_else(wheel, tmp_path):
    venv.create(tmp_path / "env")
    python = tmp_path / "env" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True, text=True)
    site = next((tmp_path / "env" / "lib").glob("*/site-packages"))
    metadata = Distribution.at(next(site.glob("deterrence-*.dist-info")))
    lend(metadata.requires, site)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}

    def deterrence(*arguments):
        command = [str(tmp_path / "env" / "bin" / "deterrence"), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)

    listed = deterrence("list")
    assert listed.returncode == 0 and "levant_2024" in listed.stdout, listed.stderr
    # No game with compiled loops: compiling them anew takes a minute, and every other test runs them.
    ran = deterrence("run", "levant_2024", "--game", "direct", "--option", "hotline_network")
    assert ran.returncode == 0 and "Not a forecast." in ran.stdout, ran.stderr
    compared = deterrence("compare", "levant_2024", "--game", "direct")
    assert compared.returncode == 0 and "hotline_network" in compared.stdout, compared.stderr
    page = deterrence("app")
    assert page.returncode == 2 and "pip install 'deterrence[app]'" in page.stderr
