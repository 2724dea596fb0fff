"""Run a command against a throw-away PostgreSQL cluster: `python tools/with_postgres.py -- pytest -q`.

The cluster lives in a fresh temporary folder, listens on a Unix socket there and is gone when the command ends. The
command finds it in KUNDEBRO_DATABASE_URL. PostgreSQL refuses to run as root, so root hands the cluster to `postgres`.
"""

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

OLDEST_VERSION = 15
POSTGRES_MISSING = 3
SECONDS_TO_END = 10
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
PACKAGES = ("postgresql", "postgresql-contrib")
SETTINGS = {"listen_addresses": "", "max_connections": "200", "timezone": "UTC"}
WITHOUT_DURABILITY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Interrupted(SystemExit):
    """SIGINT or SIGTERM reached us; its exit code follows the shell's custom."""

    def __init__(self, signum: int) -> None:
        super().__init__(128 + signum)
        self.signum = signum


def interrupt(signum: int, _frame: FrameType | None) -> NoReturn:
    """Turn a signal into an exception, so that the folder is removed on the way out."""
    raise Interrupted(signum)


def version_of(binaries: Path) -> int:
    """Major version of the server in the folder; 0 when there is none."""
    try:
        answer = subprocess.check_output([binaries / "postgres", "--version"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\d+", answer)
    return int(found[0]) if found else 0


def find_binaries() -> Path | None:
    """Folder of the newest PostgreSQL server that is new enough."""
    on_path = shutil.which("postgres")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    for pattern in FOLDERS:
        candidates += Path("/").glob(pattern.lstrip("/"))
    newest = max(candidates, key=version_of, default=None)
    return newest if newest and version_of(newest) >= OLDEST_VERSION else None


def install() -> None:
    """Ask Debian's package manager for PostgreSQL; a machine without it, or a failure, changes nothing."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (("apt-get", "update", "-q"), ("apt-get", "install", "-y", "-q", *PACKAGES)):
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False)


@contextlib.contextmanager
def cluster(binaries: Path, *, durable: bool) -> Iterator[str]:
    """Keep a cluster with the database `kundebro` running; yields the database's address."""
    owner = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="kundebro-postgres-"))
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / program, *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=owner,
            group=owner,
            extra_groups=[] if owner else None,
        )

    try:
        if owner:
            shutil.chown(folder, user=owner, group=owner)
        run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = SETTINGS | {"unix_socket_directories": str(folder)} | ({} if durable else WITHOUT_DURABILITY)
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        run("pg_ctl", "start", "-w", "-s", "-D", str(data), "-l", str(log))
        run("createdb", "-h", str(folder), "-U", "postgres", "kundebro")
        run("psql", "-qX", "-h", str(folder), "-U", "postgres", "-c", "CREATE EXTENSION pg_trgm", "kundebro")
        yield f"postgres://postgres@/kundebro?host={folder}"
    except subprocess.CalledProcessError:
        if log.exists():
            sys.stderr.write(log.read_text(errors="replace"))
        raise
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, signal.SIG_IGN)
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", str(data))
        shutil.rmtree(folder)


def run_command(command: Sequence[str], *, database_url: str) -> int:
    """Run the command against the database; its exit code. A signal to us ends the command first."""
    child = subprocess.Popen(command, env=os.environ | {"KUNDEBRO_DATABASE_URL": database_url})
    try:
        return child.wait()
    except Interrupted as interruption:
        if interruption.signum != signal.SIGINT or not sys.stdin.isatty():  # a terminal sends Ctrl-C to both of us
            child.send_signal(interruption.signum)
        try:
            child.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            child.kill()
        raise


def main() -> int:
    """Read the command line, start the cluster, run the command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--durable", action="store_true", help="keep fsync on, as in production (for benchmarks)")
    parser.add_argument("command", nargs="+", help="the command and its arguments, after --")
    wanted = parser.parse_args()
    binaries = find_binaries()
    if binaries is None:
        install()
        binaries = find_binaries()
    if binaries is None:
        sys.stderr.write(
            f"PostgreSQL {OLDEST_VERSION} or newer was not found in {', '.join(FOLDERS)} or on PATH.\n"
            f"Install it: on Debian and Ubuntu `apt-get install {' '.join(PACKAGES)}`, "
            "on Fedora `dnf install postgresql-server postgresql-contrib`, on macOS `brew install postgresql@17`.\n"
        )
        return POSTGRES_MISSING
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, interrupt)
    with cluster(binaries, durable=wanted.durable) as database_url:
        return run_command(wanted.command, database_url=database_url)


if __name__ == "__main__":
    sys.exit(main())
