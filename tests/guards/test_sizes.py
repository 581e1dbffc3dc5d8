"""Lengths: a module of 300 lines, a function of 40, a route of 15, a task of 10."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE, FUNCTION, ROUTE, TASK = 300, 40, 15, 10
# longer than the rule, each with the decision that says why
LONGER: dict[str, str] = {}
ROUTE_WORDS = ("get", "post", "route")


def code() -> Iterator[tuple[str, str]]:
    for folder in ("tracker", "worker"):
        for path in sorted((ROOT / folder).glob("**/*.py")):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def functions(text: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body; signature and docstring are not counted."""
    first = node.body[0]
    is_documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = node.body[1:] if is_documented else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def decorated_with(node: ast.FunctionDef | ast.AsyncFunctionDef, words: tuple[str, ...]) -> bool:
    calls = (each.func for each in node.decorator_list if isinstance(each, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr in words for call in calls)


def test_modules_stay_short():
    found = {name: text.count("\n") for name, text in code() if text.count("\n") > MODULE}
    assert {name: lines for name, lines in found.items() if name not in LONGER} == {}


def too_long() -> dict[str, str]:
    found = {}
    for name, text in code():
        for node in functions(text):
            limit = FUNCTION
            if name.startswith("tracker/web") and decorated_with(node, ROUTE_WORDS):
                limit = ROUTE
            if name.startswith("worker/tasks") and decorated_with(node, ("task",)):
                limit = TASK
            if length(node) > limit:
                found[f"{name}:{node.name}"] = f"{length(node)} lines, limit {limit}"
    return found


def test_functions_routes_and_tasks_stay_short():
    assert {place: words for place, words in too_long().items() if place not in LONGER} == {}


def test_every_exception_names_a_decision_that_exists():
    for place, decision in LONGER.items():
        assert (ROOT / place.partition(":")[0]).is_file(), place
        assert (ROOT / "docs" / "adr" / decision).is_file(), decision


FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "data", "info", "process", "flag"}


def test_no_module_is_named_after_nothing():
    found = [name for name, _ in code() if FORBIDDEN_NAMES & set(Path(name).stem.split("_"))]
    assert found == [], "\n".join(found)
