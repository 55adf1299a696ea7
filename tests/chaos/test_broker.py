"""A worker outlives its broker, also with work in hand."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from continuity.core.supervise.broker import find_broker
from continuity.core.supervise.children import stop
from tests.chaos.test_once import script, wait
from tests.databases import prepared, settings_env
from tests.services import smtp

ROOT = Path(__file__).parent.parent.parent
WORKER = ["-m", "celery", "-A", "continuity.celery", "--quiet", "worker", "-c", "1", "-l", "ERROR"]
ONE_MORE = """
from tests.factories_reminders import NotificationFactory
NotificationFactory(key="KEY", message_id="<KEY@test>", organization=None)
from continuity.celery import app
app.finalize()
from continuity.reminders.tasks import send
send.apply_async()
"""


def queue(env, key):
    told = script(env, ONE_MORE.replace("KEY", key))
    assert told.returncode == 0, told.stderr


@pytest.mark.slow
def test_a_worker_with_work_in_hand_outlives_its_broker(tmp_path):
    broker = find_broker(tmp_path / "broker")
    assert broker, "no broker can be started here"
    with smtp.running() as post:
        asked, may = threading.Event(), threading.Event()
        keep = post.handle_DATA

        async def slowly(*args):
            asked.set()
            while not may.is_set():
                await asyncio.sleep(0.05)
            return await keep(*args)

        post.handle_DATA = slowly
        env = settings_env(prepared(tmp_path), tmp_path) | {
            "REDIS_URL": broker.url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(post.port),
            "EMAIL_TLS": "0",
        }
        children = [broker.start(env)]
        worker = subprocess.Popen([sys.executable, *WORKER], env=env, cwd=ROOT)
        try:
            queue(env, "first")
            assert asked.wait(30)
            os.kill(children[0].process.pid, signal.SIGKILL)
            time.sleep(1)
            may.set()
            children.append(broker.start(env))
            queue(env, "second")
            wait(lambda: len(post.messages) == 2)
            assert worker.poll() is None
        finally:
            worker.kill()
            worker.wait()
            stop([child for child in children if child], 1)
