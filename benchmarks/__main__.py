"""Runs the benchmarks on both databases and prints their tables: all of them, or those named.

python -m benchmarks [names of parts, as in README.md] [--database sqlite|postgresql] [sizes]
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATABASES = ("sqlite", "postgresql")


def parts(wanted: argparse.Namespace) -> dict[str, tuple[str, list[int]]]:
    """By name: the module to run and what it is told."""
    return {
        "pages": ("pages", [wanted.rows, wanted.small]),
        "imports": ("imports", [wanted.list, wanted.small]),
        "transfer": ("ledger transfer", [wanted.rows]),
        "posting": ("ledger posting", [wanted.clients]),
        "debtors": ("ledger debtors", [wanted.debtors, wanted.entries]),
        "verify": ("ledger verify", [wanted.lines]),
        "day": ("day", [wanted.rows, wanted.activities, wanted.projects]),
    }


def main() -> int:
    """Each part on each database in a process and a data folder of its own."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help="parts to run: see README.md; all without one")
    parser.add_argument("--rows", type=int, default=1_000_000, help="prospects in the large database")
    parser.add_argument("--small", type=int, default=10_000, help="prospects in the small one")
    parser.add_argument("--list", type=int, default=100_000, help="rows of the list to import")
    parser.add_argument("--clients", type=int, default=8, help="processes that post at once")
    parser.add_argument("--debtors", type=int, default=200_000, help="debtors in the list with balances")
    parser.add_argument("--entries", type=int, default=2_000_000, help="entries posted on them")
    parser.add_argument("--lines", type=int, default=1_000_000, help="posted lines to verify")
    parser.add_argument("--activities", type=int, default=5_000_000, help="activities in the database")
    parser.add_argument("--projects", type=int, default=300_000, help="sales projects behind the forecast")
    parser.add_argument("--database", choices=DATABASES)
    wanted = parser.parse_args()
    runs = parts(wanted)
    if unknown := set(wanted.names) - runs.keys():
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(runs)}")
    failed = 0
    for database in [wanted.database] if wanted.database else DATABASES:
        for name in wanted.names or runs:
            module, numbers = runs[name]
            failed |= run(database, [*module.split(), *map(str, numbers)])
    return failed


def run(database: str, part: list[str]) -> int:
    """One part on one database."""
    module, *arguments = part
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    with tempfile.TemporaryDirectory(prefix="kundebro-bench-") as folder:
        environment = {**os.environ, "KUNDEBRO_DATA": folder, "PYTHONPATH": str(HERE.parent)}
        environment.pop("KUNDEBRO_DATABASE_URL", None)
        if database == "postgresql":
            command = [sys.executable, str(HERE.parent / "tools/with_postgres.py"), "--durable", "--", *command]
        return subprocess.run(command, env=environment, check=False, cwd=HERE.parent).returncode


if __name__ == "__main__":
    raise SystemExit(main())
