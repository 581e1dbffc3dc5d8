"""The command line, one module per group; a public interface (see docs/命令行.md)."""

from importlib import import_module

from flask import Flask
from flask.cli import AppGroup

GROUPS = (
    "cases",
    "clock",
    "deadlines",
    "demo",
    "fees",
    "keeping",
    "letters",
    "periods",
    "report",
    "tokens",
    "users",
    "workdays",
)


def register(app: Flask) -> None:
    """Bind every command group and command to ``app``."""
    for name in GROUPS:
        module = import_module(f"tracker.cli.{name}")
        for command in getattr(module, "COMMANDS", None) or (module.group,):
            app.cli.add_command(command)


__all__ = ["AppGroup", "register"]
