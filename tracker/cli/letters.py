"""``flask letters``: our letter templates, for an office that wants its own."""

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.domain.letters import LetterKind
from tracker.letters.standard_template import standard_template

group = AppGroup("letters", help="文书模板：写出本系统的模板，供修改后替换。")


@group.command("templates")
def templates() -> None:
    """把各种文书的模板写到 INSTANCE_DIR/letters；已有的不动，改好即生效。"""
    folder = current_app.config["SETTINGS"].instance_dir / "letters"
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for kind in LetterKind:
        path = folder / f"{kind.label}.docx"
        if not path.exists():
            path.write_bytes(standard_template(kind))
            written += 1
    click.echo(f"{folder}：写出 {written} 个模板，原有 {len(LetterKind) - written} 个未动。")
