"""A real Celery worker in a process of its own, for an installation of the test's own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from tracker.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


class RealWorker:
    """``with RealWorker(settings): …`` runs one worker; ``kill`` ends it without a chance to tidy up."""

    def __init__(self, settings: Settings, *, beat: bool = False) -> None:
        self.settings = settings
        self.beat = beat
        self.log = settings.instance_dir / "worker.log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        settings = self.settings
        environment = os.environ | {
            "INSTANCE_DIR": str(settings.instance_dir),
            "DATABASE_URL": settings.database_url,
            "SECRET_KEY": settings.secret_key,
            "DATA_KEY": settings.data_key.hex(),
        }
        environment.pop("REDIS_URL", None)
        if settings.redis_url:
            environment["REDIS_URL"] = settings.redis_url
        options = ["--concurrency", "1", "--loglevel", "INFO", "--hostname", "test@localhost"]
        if self.beat:
            options += ["--beat", "--schedule", str(settings.instance_dir / "beat")]
        with self.log.open("ab") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "--app", "worker.celery_app", "worker", *options],
                cwd=ROOT, env=environment, stdout=words, stderr=words, start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for ``condition``; fails with the worker's own words."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if condition():
                return
            assert self.process.poll() is None, f"the worker died:\n{self.words()}"
            time.sleep(0.2)
        raise AssertionError(f"not within {PATIENCE_SECONDS} s: {what}\n{self.words()}")

    def words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]
