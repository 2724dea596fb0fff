"""System mail: plain Django templates of our own, a text and an HTML one that say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import get_template


@dataclass(frozen=True)
class Written:
    """What a mail says."""

    subject: str
    text: str
    html: str = ""


def written(template: str, subject: str, context: Mapping[str, Any]) -> Written:
    """Fill `<template>.txt` and `<template>.html` in the language that is active."""
    told = {**context, "subject": subject, "address": settings.ADDRESS}
    text, html = (get_template(f"{template}.{ending}").render(told) for ending in ("txt", "html"))
    return Written(subject, f"{text.strip()}\n", html)


def absolute(path: str) -> str:
    """The address of one of our pages, for those who are not on one."""
    return f"{settings.ADDRESS}{path}"
