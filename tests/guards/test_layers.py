"""Who may import whom, and who may ask the clock."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted([*ROOT.glob("tracker/**/*.py"), *ROOT.glob("worker/**/*.py"), ROOT / "wsgi.py"])
THE_CLOCK = ROOT / "tracker" / "now.py"
ASKS_THE_CLOCK = {
    ("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("time", "time"),
}  # fmt: skip
NOT_IN_SERVICES = {"commit", "rollback"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def calls(path: Path) -> Iterator[tuple[str, str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            text = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            yield text, node.func.attr, node.lineno


def test_the_import_contracts_are_kept():
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", sorted(ROOT.glob("tracker/domain/**/*.py")), ids=name_of)
def test_the_domain_imports_only_itself_and_the_standard_library(path):
    for module in imported(path):
        top = module.partition(".")[0]
        assert top in sys.stdlib_module_names or module.startswith("tracker.domain"), module


def test_only_the_clock_module_asks_what_time_it_is():
    found = [
        f"{name_of(path)}:{line} {owner}.{called}()"
        for path in CODE
        if path != THE_CLOCK
        for owner, called, line in calls(path)
        if (owner, called) in ASKS_THE_CLOCK
    ]
    assert found == []


def test_services_and_queries_leave_the_commit_to_the_edge():
    found = [
        f"{name_of(path)}:{line} {owner}.{called}()"
        for path in CODE
        if path.is_relative_to(ROOT / "tracker" / "services")
        or path.is_relative_to(ROOT / "tracker" / "queries")
        for owner, called, line in calls(path)
        if owner == "session" and called in NOT_IN_SERVICES
    ]
    assert found == []


def test_the_tracker_never_imports_the_worker():
    assert [name_of(path) for path in CODE if "tracker" in path.parts
            for module in imported(path) if module.partition(".")[0] == "worker"] == []  # fmt: skip
