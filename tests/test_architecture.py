"""House laws that no linter knows: sizes, transactions, no evaluation of text, packaging guards."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("engine", "forms", "office", "api")
MAX_FILE = 300
MAX_FUNCTION = 40


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def test_no_python_file_is_longer_than_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in sources(*ROOMS, "tests", "benchmarks")
        if "migrations" not in path.parts
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": body_lines(node)
        for path in sources(*ROOMS, "benchmarks")
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and body_lines(node) > MAX_FUNCTION
    }
    assert long == {}


def test_transactions_begin_and_end_in_services_and_office_use_cases_only() -> None:
    spelled = re.compile(r"\.(commit|rollback)\(|\bsessions?(?:maker)?\.begin\(|\.begin\(\)")
    allowed = ("engine/services/", "office/")
    found = [
        f"{name}:{number}"
        for path in sources(*ROOMS)
        if not (name := path.relative_to(ROOT).as_posix()).startswith(allowed)
        and "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if spelled.search(line)
    ]
    # the database file opens its connections in the mode a transaction needs; it ends none
    assert [where for where in found if not where.startswith("engine/store/database.py")] == []


def test_no_text_is_ever_evaluated() -> None:
    """Only FEEL compiles, and only the AST that its own emitter built out of nodes it knows."""
    calls = {
        f"{path.relative_to(ROOT).as_posix()}:{node.func.id}"
        for path in sources(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile", "__import__"}
    }
    assert calls == {"engine/feel/compiling.py:compile", "engine/feel/compiling.py:exec"}


def test_no_unfinished_work_is_marked_in_the_code() -> None:
    marks = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)))
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources(*ROOMS, "tests", "benchmarks")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", [*ROOMS])
def test_installed_package_names_belong_to_alur_alone(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"alur"}


def test_no_file_names_a_registry_host_or_a_machine_path() -> None:
    hosts = (
        "python" + "hosted",
        r"pypi\.org/" + "simple",
        r"registry\." + "npmjs",
        "deb" + r"\.debian",
    )
    pattern = "|".join((*hosts, "/wo" + "rk/"))
    found = subprocess.run(
        ["git", "grep", "-nIE", pattern, "--", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    assert found == []
