"""Runs the whole suite on both databases, after making sure that Chromium, PostgreSQL and Pango are there.

The journeys in the browser share one server and one Chromium, so one process walks them, beside all others.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from ctypes.util import find_library
from pathlib import Path

NONE_CHOSEN = 5
"""pytest's answer when what was asked for holds no test of the kind."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Install what is missing where we may, then run; the exit code is pytest's first failure."""
    wanted = (("chromium", has_browser()), ("postgresql", has_postgres()), ("libpangoft2-1.0-0", has_pango()))
    missing = [name for name, there in wanted if not there]
    if missing and not install(missing):
        print(f"The tests need {' and '.join(missing)}. Install with: sudo apt-get install {' '.join(missing)}")
        return 3
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KUNDEBRO_DATABASE")}
    pytest = [sys.executable, "-m", "pytest", "-q", *sys.argv[1:]]
    tests = [*pytest, "-n", "2", "--dist", "loadgroup", "-m", "not browser"]
    with tempfile.TemporaryFile() as told, tempfile.TemporaryDirectory(prefix="kundebro-tests-") as shared:
        environment["KUNDEBRO_TESTS_FOLDER"] = shared
        journeys = subprocess.Popen([*pytest, "-m", "browser"], env=environment, stdout=told, stderr=told)
        print("Tests on SQLite", flush=True)
        answers = [subprocess.run(tests, env=environment, check=False).returncode]
        print("Tests on PostgreSQL", flush=True)
        postgres = [sys.executable, "tools/with_postgres.py", "--", *tests]
        answers.append(subprocess.run(postgres, env=environment, check=False).returncode)
        print("Journeys in the browser", flush=True)
        answers.append(journeys.wait())
        told.seek(0)
        sys.stdout.buffer.write(told.read())
        sys.stdout.flush()
    return next((answer for answer in answers if answer not in (0, NONE_CHOSEN)), 0)


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
