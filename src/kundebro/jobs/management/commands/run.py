import errno
import ipaddress
import os
import socket
import sys
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kundebro.core.checks import INSTALLATION
from kundebro.jobs.operations import give_back_jobs_of
from kundebro.jobs.processes import preparation
from kundebro.jobs.processes.companions import companions
from kundebro.jobs.processes.parent import SUPERVISED
from kundebro.jobs.processes.supervisor import Child, Supervisor
from kundebro.jobs.processes.worker import new_worker_id
from kundebro.jobs.schedule import start_now
from kundebro.users.operations import first_administrator_link

WORKERS_ON_SQLITE = 2
THREADS_ON_SQLITE = 2
THREADS_ON_POSTGRESQL = 4


class Command(BaseCommand):
    """The whole of Kundebro on one machine: web, one worker, one scheduler, and what apps add."""

    help = "Prepare the data folder and the database, then serve until Ctrl+C. Asks for nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument("--workers", type=int, help="web processes (default: 2 on SQLite, else one per processor)")

    def handle(self, *, host: str, port: int, workers: int | None, **_options: Any) -> None:
        """Prepare, tell where, supervise."""
        refuse_open_network(host)
        refuse_busy_port(host, port)
        self._prepare()
        self._tell(base_url(host, port))
        is_sqlite = connection.vendor == "sqlite"
        connection.close()
        processes = workers or (WORKERS_ON_SQLITE if is_sqlite else max(os.cpu_count() or 1, WORKERS_ON_SQLITE))
        threads = THREADS_ON_SQLITE if is_sqlite else THREADS_ON_POSTGRESQL
        web = ["kundebro.jobs.processes.web", "--host", host, "--port", str(port)]
        web += ["--workers", str(processes), "--threads", str(threads)]
        worker_id = new_worker_id()
        Supervisor(
            [
                Child("web server", lambda: module(*web)),
                Child(
                    "worker",
                    lambda: module("kundebro", "worker", "--worker-id", worker_id),
                    when_dead=partial(give_back_jobs, worker_id),
                ),
                Child("scheduler", lambda: module("kundebro", "schedule")),
                *(Child(each.name, partial(module, "kundebro", each.command)) for each in companions),
            ]
        ).run()

    def _prepare(self) -> None:
        preparation.make_data_folder()
        self.check(tags=[INSTALLATION])
        is_changed = preparation.has_unapplied_migrations()
        if is_changed:
            self._say(_("Preparing the database in %(folder)s …") % {"folder": settings.DATA})
        preparation.prepare_database()
        start_now("jobs.verify" if is_changed else "jobs.look_after")
        if preparation.collect_static_files():
            self._say(_("Collected the browser's files."))

    def _tell(self, address: str) -> None:
        self._say(_("Kundebro runs at %(address)s – stop it with Ctrl+C.") % {"address": address})
        if link := first_administrator_link(address):
            self._say(_("Make the first administrator here; the link works once: %(link)s") % {"link": link})

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def module(*command: str) -> list[str]:
    """The command line of a supervised child."""
    return [sys.executable, "-m", *command, SUPERVISED]


def give_back_jobs(worker_id: str) -> None:
    """Let the next worker take over at once what a dead one left; if the database is away, the reaper will."""
    try:
        give_back_jobs_of(worker_id, now=timezone.now())
    except DatabaseError:
        pass
    finally:
        connection.close()


def base_url(host: str, port: int) -> str:
    """The address people use: the public one when there is one, else where we listen."""
    if settings.HOSTS and not settings.PLAIN_HTTP:
        return f"https://{settings.HOSTS[0]}/"
    shown = settings.HOSTS[0] if settings.HOSTS else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def refuse_open_network(host: str) -> None:
    """Without KUNDEBRO_HOSTS nothing is encrypted, so only this machine may reach it."""
    if settings.HOSTS or is_loopback(host):
        return
    message = _("Set KUNDEBRO_HOSTS to the name people use for this machine before it listens on %(host)s.")
    raise CommandError(message % {"host": host})


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_busy_port(host: str, port: int) -> None:
    """Say so before anything is prepared when another program listens there."""
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                message = _(
                    "Port %(port)d is in use by another program. Choose another one: kundebro run --port %(next)d"
                )
                raise CommandError(message % {"port": port, "next": port + 1}) from error
            message = _("Cannot listen on %(host)s port %(port)d: %(reason)s")
            raise CommandError(message % {"host": host, "port": port, "reason": error.strerror}) from error
