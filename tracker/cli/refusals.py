"""How commands refuse: the reason on standard error, exit code 1, nothing changed."""

import functools
import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker.domain.errors import DomainError

NO_TABLE = ("no such table", "no such column", "does not exist")

Command = TypeVar("Command", bound=Callable[..., Any])


def refuse(message: str) -> NoReturn:
    """Print the reason on standard error and end with exit code 1."""
    click.echo(message, err=True)
    sys.exit(1)


_FAULTS = (
    (FileNotFoundError, "没有这个文件或文件夹"),
    (IsADirectoryError, "是文件夹，不是文件"),
    (NotADirectoryError, "路径中间有一段不是文件夹"),
    (PermissionError, "没有权限"),
)


def fault_of(error: OSError) -> str:
    """Say in Chinese why a file could not be read or written."""
    return next((words for kind, words in _FAULTS if isinstance(error, kind)), error.strerror or "原因不明")


def refusing(command: Command) -> Command:
    """Turn a DomainError of the command into its message and exit code 1."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except DomainError as refused:
            refuse(refused.message)
        except (OperationalError, ProgrammingError) as error:
            if not any(words in str(error.orig) for words in NO_TABLE):
                raise
            refuse("数据库还没有建好，或者不是最新结构。请先运行 flask db upgrade。")

    return run  # type: ignore[return-value]


def print_json(document: Any) -> None:
    """Print one JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))
