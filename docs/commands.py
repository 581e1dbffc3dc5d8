"""Write docs/命令行.md from the commands themselves: ``python -m docs.commands``. A test keeps the two equal."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask

from tracker.cli import register

REFERENCE = Path(__file__).with_name("命令行.md")
HEADING = """# 命令行

所有命令都在项目目录下以 `.venv/bin/flask …` 运行，名称、选项、退出码和 JSON 的键是对外承诺，不随意改动。
本页由 `make documents` 从命令本身生成，请勿手改。

- 日期写 `YYYY-MM-DD`。`FILE` 写 `-` 表示标准输入（导入、期限、核对年报）。
- `--json` 时标准输出只有一个 JSON 文档，说明文字都在标准错误。
- 退出码：0 完成；1 输入或数据被拒绝（原因在标准错误，写明行和字段）；2 用法不对。
- 被拒绝的输入不改变任何数据。
"""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the tracker with its full name, in order."""
    app = Flask("tracker")
    register(app)
    own = {name: command for name, command in app.cli.commands.items() if name != "db"}
    for name, command in sorted(own.items()):
        if isinstance(command, click.Group):
            yield from ((f"{name} {part}", one) for part, one in sorted(command.commands.items()))
        else:
            yield name, command


def text() -> str:
    """The whole reference."""
    return HEADING + "".join(_section(name, command) for name, command in commands())


def _section(name: str, command: click.Command) -> str:
    arguments = [each.name or "" for each in command.params if isinstance(each, click.Argument)]
    usage = " ".join([f"flask {name}", *(argument.upper() for argument in arguments)])
    lines = [f"\n## `{usage}`\n", " ".join((command.help or "").split())]
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        lines += ["", "| 选项 | 说明 |", "|---|---|"]
        lines += [f"| `{'` `'.join(each.opts)}`{_choices(each)} | {_meaning(each)} |" for each in options]
    return "\n".join(lines) + "\n"


def _choices(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " " + "、".join(f"`{choice}`" for choice in option.type.choices)
    return ""


def _meaning(option: click.Option) -> str:
    required = "必填。" if option.required else ""
    repeated = "可重复。" if option.multiple else ""
    return required + repeated + " ".join((option.help or "").split())


if __name__ == "__main__":
    REFERENCE.write_text(text(), encoding="utf-8")
