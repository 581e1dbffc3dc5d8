"""Everything on one machine: web server, worker and scheduler as children of this process.

``make run`` starts it. Children run in groups of their own; Ctrl-C or SIGTERM stops them all; when one dies
the others are stopped too, and the last lines of its log are printed. Nothing is restarted in silence.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PATIENCE_SECONDS = 20
START_SECONDS = 60
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only when the person asks for it with HOST
LARGEST_LOG = 5 * 1024 * 1024
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Child:
    """A started program; ``label`` is what people call it."""

    label: str
    log: Path
    process: subprocess.Popen[bytes]


def say(text: str) -> None:
    """Print a line for the person at the terminal, at once."""
    print(text, flush=True)


def stop_with(text: str) -> NoReturn:
    """Say why nothing was started and end."""
    print(text, file=sys.stderr, flush=True)
    sys.exit(1)


def refuse_taken_port(host: str, port: int) -> None:
    """End with a clear sentence when another program listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            stop_with(f"没有权限使用端口 {port}。换一个 1024 以上的端口：make run PORT=8000")
        except OSError:
            stop_with(f"端口 {port} 已被占用。换一个端口：make run PORT={port + 1}")


def lock(folder: Path) -> IO[str]:
    """Hold the instance folder for this process; end when another ``make run`` has it."""
    held = (folder / "running.lock").open("w", encoding="ascii")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stop_with(f"{folder} 已经有一个 make run 在使用。先在那个窗口按 Ctrl-C 停止。")
    return held


def _follow_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGTERM)


def start(label: str, arguments: Sequence[str], log: Path) -> Child:
    """Start one program in a process group of its own, its words going to ``log``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.is_file() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
            preexec_fn=_follow_parent,  # noqa: PLW1509 - no thread runs before the children do
        )
    return Child(label, log, process)


def stop(children: Sequence[Child]) -> None:
    """Ask every child to end, then end the groups that did not."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    until = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{child.label}没有按时停止，强制结束。")
        try:
            os.killpg(child.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def answers(url: str) -> bool:
    """Whether the web server gives a page."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def own_address() -> str:
    """This machine's address towards the network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])


def first_dead(children: Sequence[Child]) -> Child | None:
    """The first child that has ended by itself."""
    return next((child for child in children if child.process.poll() is not None), None)


def report_death(child: Child) -> None:
    """Say what ended, with which code, and what it said last."""
    print(f"\n{child.label}已退出（代码 {child.process.returncode}）。", file=sys.stderr)
    tail = child.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
    print("\n".join(f"  {line}" for line in tail), file=sys.stderr)
    print(f"完整日志：{child.log}", file=sys.stderr, flush=True)


def wait_for_start(children: Sequence[Child], url: str, stopping: threading.Event) -> bool:
    """Wait for the first page; false when a child died, it took too long, or somebody pressed Ctrl-C."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and not stopping.is_set():
        if first_dead(children):
            return False
        if answers(url):
            return True
        stopping.wait(0.2)
    return False


def main() -> int:
    """Prepare the installation, start the three programs, wait."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    refuse_taken_port(host, port)
    from deploy.preparation import prepare
    from tracker.domain.errors import DomainError

    try:
        installation = prepare(with_demo=os.environ.get("DEMO", "1") != "0")
    except DomainError as refused:
        print(refused.message, file=sys.stderr)
        return 1
    held = lock(installation.folder)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    logs = installation.folder / "logs"
    children = [
        start("网页服务", web_arguments(host, port), logs / "web.log"),
        start("后台任务", worker_arguments(installation.folder), logs / "worker.log"),
    ]
    try:
        url = f"http://{'127.0.0.1' if host == EVERYWHERE else host}:{port}/"
        if wait_for_start(children, url, stopping):
            installation.greet(url)
            if host == EVERYWHERE:
                say(f"同一网络的其他电脑打开：http://{own_address()}:{port}/")
            while not stopping.wait(0.5) and not first_dead(children):
                continue
        dead = None if stopping.is_set() else first_dead(children)
        if dead:
            report_death(dead)
        elif stopping.is_set():
            say("\n正在停止……")
        else:
            print(f"{START_SECONDS} 秒内没有打开 {url}，日志在 {logs}。", file=sys.stderr)
    finally:
        stop(children)
        held.close()
    say("已全部停止，数据保留。")
    return 0 if stopping.is_set() else 1


def web_arguments(host: str, port: int) -> list[str]:
    """Gunicorn with threads; one process is right for SQLite and a few dozen people."""
    options = ["--workers", "1", "--threads", "8", "--worker-class", "gthread", "--no-control-socket"]
    return ["gunicorn", "wsgi:app", "--bind", f"{host}:{port}", *options, "--graceful-timeout", "10"]


def worker_arguments(folder: Path) -> list[str]:
    """One worker with the scheduler inside (beat runs exactly once)."""
    beat = folder / "scheduler"
    beat.mkdir(exist_ok=True)
    options = ["--beat", "--schedule", str(beat / "beat"), "--concurrency", "2", "--loglevel", "WARNING"]
    return ["celery", "--app", "worker.celery_app", "worker", *options, "--hostname", "embedded@localhost"]


if __name__ == "__main__":
    sys.exit(main())
