"""Everything on this machine, with one command: web, worker, scheduler, broker."""

import os
import signal
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from continuity.core.checks import data_folder
from continuity.core.supervise.broker import find_broker
from continuity.core.supervise.children import Child, stop
from continuity.core.supervise.place import Taken, check_free, claim, shown, wait_for_page

STOP_WITHIN = 3.5  # seconds for web, worker and scheduler, and then one for the broker
READY_WITHIN = 60.0
QUIET = "WARNING"
AS_ROOT = "You're running the worker with superuser privileges"  # the web does, too


def number_from_environment(name: str, default: int) -> int:
    try:
        return int(os.environ.get(name, "") or default)
    except ValueError:
        raise CommandError(f"{name} must be a number, not {os.environ[name]!r}.") from None


class Command(BaseCommand):
    help = "Migrate, load the catalogue, and run web, worker and scheduler until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("BIND", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=number_from_environment("PORT", 8000))
        parser.add_argument(
            "--no-broker", action="store_true", help="sweep in one process, without Celery"
        )

    def handle(self, *args: Any, host: str, port: int, no_broker: bool, **options: Any) -> None:
        self.begun = time.monotonic()
        self.asked = False
        self.children: list[Child] = []
        try:
            self.lock = claim(settings.VAR)
            check_free(host, port)
        except Taken as why:
            raise CommandError(str(why)) from why
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask)
        try:
            self.run(host, port, no_broker)
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()
        self.say("Stopped. Nothing is lost.")

    def ask(self, *_: object) -> None:
        """End soon: at once while still preparing, else when the loop looks."""
        self.asked = True
        if not self.children:
            raise KeyboardInterrupt

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def run(self, host: str, port: int, no_broker: bool) -> None:
        for unsafe in data_folder(None):
            self.say(f"{unsafe.msg} {unsafe.hint}")
        self.migrate()
        env = {**os.environ, "PYTHONUNBUFFERED": "1", "PORT": str(port)}
        env["CONTINUITY_VAR"] = str(settings.VAR.resolve())
        env.setdefault("SITE_URL", shown(host, port).rstrip("/"))
        broker = None if no_broker else self.broker(env)
        self.children += [broker] if broker else []
        self.add(Child("web", self.web(host, port), env))
        call_command("catalogue", stdout=StringIO())
        connection.close()
        if wait_for_page(host, port, READY_WITHIN, lambda: self.asked):
            took = time.monotonic() - self.begun
            self.say(f"Continuity runs at {shown(host, port)} (after {took:.1f} s)")
        elif not self.asked:
            self.say("The web process does not answer yet; its words are above.")
        for child in self.sweepers(env, with_celery=bool(env.get("REDIS_URL"))):
            self.add(child)
        self.say("Ctrl-C stops it.")
        while not self.asked:
            for child in self.children:
                if news := child.watch():
                    self.say(news)
            time.sleep(0.1)

    def add(self, child: Child) -> None:
        if not self.asked:
            child.start()
            self.children.append(child)

    def stop(self) -> None:
        """The broker last, so that the others can still hand back what they hold."""
        stop([c for c in reversed(self.children) if c.name != "broker"], STOP_WITHIN)
        stop([c for c in self.children if c.name == "broker"], 1)

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Bringing the database up to date…")
            call_command("migrate", verbosity=0, interactive=False)

    def broker(self, env: dict[str, str]) -> Child | None:
        """A broker of our own where none is named; its address goes into ``env``."""
        if settings.REDIS_URL:
            return None
        broker = find_broker(settings.VAR / "broker")
        child = broker.start(env) if broker else None
        if broker and child:
            env["REDIS_URL"] = broker.url
        else:
            self.say(f"No broker could be started; see {settings.VAR / 'broker'}.")
        return child

    def web(self, host: str, port: int) -> list[str]:
        granian = str(Path(sys.executable).parent / "granian")
        workers = str(number_from_environment("WEB_WORKERS", 1))
        where = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", workers]
        how = ["--blocking-threads", "4", "--no-ws", "--log-level", QUIET.lower()]
        how += ["--workers-kill-timeout", "2", "--respawn-failed-workers"]
        return [granian, *where, *how, "continuity.wsgi:application"]

    def sweepers(self, env: dict[str, str], *, with_celery: bool) -> list[Child]:
        if not with_celery:
            self.say("No broker: one process does the sweeps.")
            manage = str(settings.BASE_DIR / "manage.py")
            return [Child("sweeps", [sys.executable, manage, "sweep"], env)]
        celery = [sys.executable, "-W", f"ignore:{AS_ROOT}", "-m", "celery"]
        celery += ["-A", "continuity.celery", "--quiet"]
        beat = ["beat", "-l", QUIET, "--pidfile=", "-s", str(settings.VAR / "beat")]
        # Celery's warm stop waits for tasks; leases make a cold one, by SIGQUIT, lose nothing.
        return [
            *(
                Child(name, [*celery, *self.worker(name, queues, hands)], env, signal.SIGQUIT)
                for name, queues, hands in (
                    # Apart, so that a slow page or a long document never holds up a message.
                    ("messages", "notify", 1),
                    ("readers", "feeds,probes", 2),
                    ("worker", "evaluate", number_from_environment("WORKERS", 2)),
                )
            ),
            Child("scheduler", celery + beat, env),
        ]

    def worker(self, name: str, queues: str, hands: int) -> list[str]:
        who = ["worker", "-n", f"{name}@%h", "-Q", queues, "-c", str(hands)]
        return [*who, "-l", QUIET, "--without-gossip", "--without-mingle"]
