"""Runs the whole suite on both databases, after making sure that Chromium, PostgreSQL and Pango are there."""

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Install what is missing where we may, then run; the exit code is pytest's first failure."""
    wanted = (("chromium", has_browser()), ("postgresql", has_postgres()), ("libpangoft2-1.0-0", has_pango()))
    missing = [name for name, there in wanted if not there]
    if missing and not install(missing):
        print(f"The tests need {' and '.join(missing)}. Install with: sudo apt-get install {' '.join(missing)}")
        return 3
    python = [sys.executable]
    tests = [*python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *sys.argv[1:]]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KUNDEBRO_DATABASE")}
    print("Tests on SQLite", flush=True)
    on_sqlite = subprocess.run(tests, env=environment, check=False).returncode
    print("Tests on PostgreSQL", flush=True)
    postgres = [*python, "tools/with_postgres.py", "--", *tests, "-m", "not browser"]
    on_postgres = subprocess.run(postgres, env=environment, check=False).returncode
    return on_sqlite or on_postgres


def has_browser() -> bool:
    """Whether a Chromium of the distribution is installed."""
    return any(shutil.which(name) for name in BROWSERS)


def has_postgres() -> bool:
    """Whether a PostgreSQL server is installed."""
    return bool(shutil.which("postgres") or list(Path("/usr/lib/postgresql").glob("*/bin/postgres")))


def has_pango() -> bool:
    """Whether the library that sets the type of PDFs is installed."""
    return find_library("pangoft2-1.0") is not None


def install(packages: list[str]) -> bool:
    """Install distribution packages when we are root on a machine that has apt-get."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]):
        if subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode:
            return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())
