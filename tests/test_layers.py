"""The plan of the house is held by tests: layers, tables, public names, import time's cause."""

import ast
import subprocess
import sys
from pathlib import Path

import deterrence
from deterrence.formulation import FORMS
from deterrence.solvers import SOLVERS
from deterrence.study.rows import ROWS

PACKAGE = Path(deterrence.__file__).parent


def run_python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def imported_modules(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_public_names_are_sorted_and_exist():
    names = deterrence.__all__
    assert [n for n in names if n.isupper()] == sorted(n for n in names if n.isupper())
    assert sorted(names) == sorted(deterrence._HOMES)
    for name in names:
        assert getattr(deterrence, name) is not None


def test_public_names_are_few():
    assert len(deterrence.__all__) <= 66


def test_importing_the_package_loads_no_heavy_library():
    heavy = "numpy pandas scipy sympy numba networkx pydantic typer streamlit"
    code = f"import sys, deterrence; print([m for m in '{heavy}'.split() if m in sys.modules])"
    assert run_python(code) == "[]"


def test_solving_a_small_game_loads_neither_numba_nor_pandas():
    code = (
        "import sys, deterrence as dt; dt.solve(dt.Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]));"
        "print([m for m in 'numba pandas sympy networkx'.split() if m in sys.modules])"
    )
    assert run_python(code) == "[]"


def test_every_solver_module_is_in_the_table():
    modules = {file.stem for file in (PACKAGE / "solvers").glob("*.py")} - {"__init__", "solution"}
    listed = {row.solve.__module__.rsplit(".", 1)[-1] for row in SOLVERS.values()}
    public = {
        m
        for m in modules
        if any(line.startswith("def solve_") for line in (PACKAGE / "solvers" / f"{m}.py").read_text().splitlines())
    }
    assert public == listed


def test_every_form_has_measures_a_headline_and_a_concept():
    assert set(FORMS) == set(ROWS)
    for form in FORMS:
        assert any(form in row.forms for row in SOLVERS.values())


def test_only_kernels_import_numba_and_only_network_imports_networkx():
    for file in PACKAGE.rglob("*.py"):
        names = {name.split(".")[0] for name in imported_modules(file)}
        where = file.relative_to(PACKAGE).as_posix()
        assert "numba" not in names or where.startswith("kernels/"), where
        assert "networkx" not in names or where == "world/network.py", where
        assert "streamlit" not in names, where


def test_no_module_imports_the_package_top_but_the_command_line():
    for file in PACKAGE.rglob("*.py"):
        if file.name in ("cli.py", "arguments.py"):
            continue
        assert "deterrence" not in imported_modules(file), file.name


def test_no_module_is_longer_than_three_hundred_lines():
    long = {
        f.relative_to(PACKAGE).as_posix(): n
        for f in PACKAGE.rglob("*.py")
        if (n := len(f.read_text().splitlines())) > 300
    }
    assert long == {}


def test_no_text_of_users_is_ever_evaluated():
    for file in PACKAGE.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(file.read_text())))
        calls = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        assert not {"eval", "exec", "compile", "sympify", "parse_expr"} & calls, file.name
        assert not {"eval", "exec", "sympify", "parse_expr"} & attributes, file.name
