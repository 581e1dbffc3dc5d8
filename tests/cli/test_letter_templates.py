"""``flask letters templates`` writes ours once and never over an office's own."""

from io import BytesIO

from docx import Document

from tracker.domain.letters import LetterKind
from tracker.letters.rendering import template_of


def test_templates_are_written_once_and_an_own_one_stays(app, agency, run_command):
    folder = app.config["SETTINGS"].instance_dir / "letters"
    folder.mkdir(exist_ok=True)
    own = folder / f"{LetterKind.REFUSED.label}.docx"
    own.write_bytes(b"ours")
    try:
        answer = run_command("letters", "templates")
        assert answer.exit_code == 0
        assert f"写出 {len(LetterKind) - 1} 个模板，原有 1 个未动" in answer.stdout
        assert template_of(LetterKind.REFUSED, folder) == b"ours"
        written = Document(BytesIO(template_of(LetterKind.EXTENSION, folder)))
        assert any("{{ details }}" in each.text for each in written.paragraphs)
    finally:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
