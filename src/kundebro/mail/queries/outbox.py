from django.db.models import Q

from kundebro.core.pages import Cursor, Page, paginate
from kundebro.mail.choices import MailState
from kundebro.mail.models import MailAccount, OutgoingMail


def default_account() -> MailAccount | None:
    """The account that mail goes through when nothing else was chosen; None until one is set up."""
    return MailAccount.objects.filter(is_default=True).first()


def mails_page(*, wanted: Q, after: Cursor | None = None) -> Page[OutgoingMail]:
    """One page of the outbox, the latest first."""
    mails = OutgoingMail.objects.filter(wanted).defer("text", "html", "headers", "attachments")
    return paginate(mails, order=("-pk",), after=after)


def undecided_count() -> int:
    """How many mails a person must decide about."""
    return OutgoingMail.objects.filter(state=MailState.UNCERTAIN).count()
