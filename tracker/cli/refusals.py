"""How commands refuse: the reason on standard error, exit code 1, nothing changed."""

import functools
import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click

from tracker.domain.errors import DomainError

Command = TypeVar("Command", bound=Callable[..., Any])


def refuse(message: str) -> NoReturn:
    """Print the reason on standard error and end with exit code 1."""
    click.echo(message, err=True)
    sys.exit(1)


def refusing(command: Command) -> Command:
    """Turn a DomainError of the command into its message and exit code 1."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except DomainError as refused:
            refuse(refused.message)

    return run  # type: ignore[return-value]


def print_json(document: Any) -> None:
    """Print one JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))
