"""Runs the benchmarks on both databases and prints one table.

python -m benchmarks [--rows 1000000] [--small 10000] [--list 100000] [--only pages|imports] [--database sqlite|postgresql]
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = ("pages", "imports")
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Each part on each database in a process and a data folder of its own."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--rows", type=int, default=1_000_000, help="prospects in the large database")
    parser.add_argument("--small", type=int, default=10_000, help="prospects in the small one")
    parser.add_argument("--list", type=int, default=100_000, help="rows of the list to import")
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--database", choices=DATABASES)
    wanted = parser.parse_args()
    arguments = {"pages": (wanted.rows, wanted.small), "imports": (wanted.list, wanted.small)}
    failed = 0
    for database in [wanted.database] if wanted.database else DATABASES:
        for part in [wanted.only] if wanted.only else PARTS:
            failed |= run(database, part, [str(number) for number in arguments[part]])
    return failed


def run(database: str, part: str, arguments: list[str]) -> int:
    """One part on one database."""
    command = [sys.executable, "-m", f"benchmarks.{part}", *arguments]
    with tempfile.TemporaryDirectory(prefix="kundebro-bench-") as folder:
        environment = {**os.environ, "KUNDEBRO_DATA": folder, "PYTHONPATH": str(HERE.parent)}
        environment.pop("KUNDEBRO_DATABASE_URL", None)
        if database == "postgresql":
            command = [sys.executable, str(HERE.parent / "tools/with_postgres.py"), "--durable", "--", *command]
        return subprocess.run(command, env=environment, check=False, cwd=HERE.parent).returncode


if __name__ == "__main__":
    raise SystemExit(main())
