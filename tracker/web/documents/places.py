"""Where documents lie on this machine, and where an office keeps its own templates."""

from flask import current_app

from tracker.services.documents.letters import Places


def places() -> Places:
    settings = current_app.config["SETTINGS"]
    return Places(settings.attachment_folder, settings.instance_dir / "letters")
