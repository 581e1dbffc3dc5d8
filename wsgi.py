"""What a WSGI server and the ``flask`` command find by themselves."""

from tracker.app import create_app

app = create_app()
