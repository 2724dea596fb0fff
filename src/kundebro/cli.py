"""The `kundebro` command: every management command of every app, with Kundebro's settings."""

import os
import sys


def main() -> None:
    """Run the named command; without one, list them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kundebro.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings come first

    execute_from_command_line(sys.argv)
