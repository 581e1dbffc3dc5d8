"""``make run``'s supervisor: starts all, says how to get in, stops all; a taken port and a dead part are said clearly."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.worker, pytest.mark.slow]
PATIENCE_SECONDS = 90


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    def __init__(self, folder, port):
        self.output = folder / "output.txt"
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_KEY"}
        } | {"INSTANCE_DIR": str(folder / "instance"), "PORT": str(port), "DEMO": "0"}
        with self.output.open("wb") as words:
            self.process = subprocess.Popen(
                [sys.executable, "deploy/embedded.py"],
                cwd=ROOT, env=environment, stdout=words, stderr=words, start_new_session=True,
            )  # fmt: skip

    def text(self):
        return self.output.read_text(encoding="utf-8")

    def until(self, words):
        end = time.monotonic() + PATIENCE_SECONDS
        while words not in self.text():
            assert time.monotonic() < end, self.text()
            time.sleep(0.2)

    def children(self):
        listed = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
                                capture_output=True, text=True, check=False)  # fmt: skip
        return {int(line.split(None, 1)[0]): line.split(None, 1)[1] for line in listed.stdout.splitlines()}

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)


def is_alive(pid):
    return Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]


@pytest.fixture
def running(tmp_path):
    port = free_port()
    started = Running(tmp_path, port)
    started.port = port
    yield started
    started.stop()


def test_it_starts_all_answers_keeps_its_data_and_stops_all(running, tmp_path):
    running.until("已启动")
    assert "一次性代码" in running.text()
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/", timeout=10) as page:
        assert "办件台账" in page.read().decode()
    children = running.children()
    assert sorted("gunicorn" in line for line in children.values()) == [False, True]
    second = Running(tmp_path, running.port)
    assert second.process.wait(PATIENCE_SECONDS) == 1
    assert f"端口 {running.port} 已被占用" in second.text()
    assert running.stop() == 0
    assert [pid for pid in children if is_alive(pid)] == []
    assert (tmp_path / "instance" / "tracker.db").is_file()


def test_when_a_part_dies_it_says_which_and_stops_the_others(running):
    running.until("已启动")
    children = running.children()
    [worker] = [pid for pid, line in children.items() if "celery" in line]
    os.kill(worker, signal.SIGKILL)
    assert running.process.wait(PATIENCE_SECONDS) == 1
    assert "后台任务已退出（代码 -9）" in running.text()
    assert [pid for pid in children if is_alive(pid)] == []
