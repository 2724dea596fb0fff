"""What a document looks like: pictures of its pages, its text, the mail in it. Made by a process with limits."""

from kundebro.activities.previews.making import (
    Facts,
    MailShown,
    NotShown,
    facts_of,
    mail_of,
    page_of,
    preview_folder,
    taken_out,
    text_of,
)

__all__ = [
    "Facts",
    "MailShown",
    "NotShown",
    "facts_of",
    "mail_of",
    "page_of",
    "preview_folder",
    "taken_out",
    "text_of",
]
