"""Everything on this machine, with one command: web, worker, scheduler, broker."""

import os
import signal
import socket
import sys
import time
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from continuity.core.supervise.broker import Broker, find_broker
from continuity.core.supervise.children import Child, stop_all

STOP_WITHIN = 4.0
READY_WITHIN = 30.0


class Command(BaseCommand):
    help = "Migrate, load the catalogue, and run web, worker and scheduler until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument(
            "--no-broker", action="store_true", help="sweep in one process, without Celery"
        )

    def handle(self, *, host, port, no_broker, **options):
        begun = time.monotonic()
        self.refuse_busy(host, port)
        self.prepare()
        broker = None if no_broker else self.broker()
        children = self.children(host, port, broker)
        asked: list[int] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda got, _frame: asked.append(got))
        try:
            self.start(children, broker, asked)
            if not asked and self.wait_for(host, port, asked):
                took = time.monotonic() - begun
                self.say(
                    f"Continuity runs at http://{self.shown(host)}:{port}/ (after {took:.1f} s)"
                )
                self.say(
                    "Ctrl-C stops it." if broker else "No broker: one process does the sweeps."
                )
            while not asked:
                for child in children:
                    if news := child.watch():
                        self.say(news)
                time.sleep(0.2)
        finally:
            stop_all(children, STOP_WITHIN)
        self.say("Stopped. Nothing is lost.")

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    @staticmethod
    def shown(host: str) -> str:
        return "localhost" if host in {"127.0.0.1", "0.0.0.0", "::1"} else host  # noqa: S104

    def refuse_busy(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with closing(socket.socket(family)) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError as refusal:
                raise CommandError(
                    f"Port {port} is taken or not allowed ({refusal.strerror}). "
                    f"Name another: PORT={port + 1} ./run"
                ) from refusal

    def prepare(self) -> None:
        """The database as the code wants it, the catalogue as the files have it."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Bringing the database up to date…")
            call_command("migrate", verbosity=0, interactive=False)
        call_command("catalogue", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
        connection.close()

    def broker(self) -> Broker | None:
        return None if settings.REDIS_URL else find_broker(settings.VAR / "broker")

    def children(self, host: str, port: int, broker: Broker | None) -> list[Child]:
        env = {**os.environ, "PYTHONUNBUFFERED": "1", "PORT": str(port)}
        env.setdefault("SITE_URL", f"http://{self.shown(host)}:{port}")
        if broker:
            env["REDIS_URL"] = broker.url
        python, manage = sys.executable, str(settings.BASE_DIR / "manage.py")
        web = [str(Path(python).parent / "granian"), "--interface", "wsgi", "--host", host]
        web += ["--port", str(port), "--workers", os.environ.get("WEB_WORKERS", "1")]
        web += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
        web += ["--workers-kill-timeout", "3", "continuity.wsgi:application"]
        children = [Child("broker", broker.command, env)] if broker else []
        children.append(Child("web", web, env))
        if broker or settings.REDIS_URL:
            celery = [python, "-m", "celery", "-A", "continuity.celery", "--quiet"]
            worker = ["worker", "-c", "2", "-l", "WARNING", "--without-gossip", "--without-mingle"]
            beat = ["beat", "-l", "WARNING", "--pidfile=", "-s", str(settings.VAR / "beat")]
            # Celery's own warm stop waits for tasks; rows and leases make a cold one safe.
            children.append(Child("worker", celery + worker, env, signal.SIGQUIT))
            children.append(Child("scheduler", celery + beat, env))
        else:
            children.append(Child("sweeps", [python, manage, "sweep"], env))
        return children

    def start(self, children: list[Child], broker: Broker | None, asked: list[int]) -> None:
        for child in children:
            child.start()
            if child.name == "broker" and broker:
                deadline = time.monotonic() + 5
                while not broker.socket.exists() and time.monotonic() < deadline and not asked:
                    time.sleep(0.02)

    def wait_for(self, host: str, port: int, asked: list[int]) -> bool:
        """Until the web answers a connection; False when it never does."""
        target = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline and not asked:
            with closing(socket.socket()) as trial:
                trial.settimeout(0.5)
                if trial.connect_ex((target, port)) == 0:
                    return True
            time.sleep(0.05)
        if not asked:
            self.say("The web process does not answer yet; its words are above.")
        return False
