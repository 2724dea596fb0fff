"""Mail accounts and the outbox as lists."""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kundebro.core.components import Column, Table
from kundebro.core.templatetags.kundebro import dk_moment
from kundebro.mail.choices import MailState
from kundebro.mail.models import MailAccount, OutgoingMail

TONES = {
    MailState.QUEUED: "neutral",
    MailState.SENDING: "info",
    MailState.SENT: "good",
    MailState.FAILED: "bad",
    MailState.UNCERTAIN: "warn",
}


def account_table(accounts: Sequence[MailAccount]) -> Table[MailAccount]:
    """The mail accounts."""
    columns: list[Column[MailAccount]] = [
        Column(key="name", title=_("Name"), cell=lambda account: account.name, phone="title"),
        Column(key="host", title=_("Server"), cell=lambda account: f"{account.host}:{account.port}"),
        Column(key="sender", title=_("Sender"), cell=lambda account: account.sender_address, phone="line"),
        Column(key="default", title=_("Default"), cell=lambda a: _("yes") if a.is_default else "", phone="aside"),
    ]
    return Table(records=accounts, columns=columns, caption=_("Mail accounts"), link=MailAccount.get_absolute_url)


def outbox_table(mails: Sequence[OutgoingMail], *, query: QueryDict) -> Table[OutgoingMail]:
    """The outbox."""
    columns: list[Column[OutgoingMail]] = [
        Column(key="subject", title=_("Subject"), cell=str, phone="title"),
        Column(key="to", title=_("To"), cell=lambda mail: mail.to_address, phone="line"),
        Column(key="state", title=_("State"), cell=state_tag, phone="aside"),
        Column(key="written", title=_("Written"), cell=lambda mail: dk_moment(mail.queued_at), kind="date"),
        Column(key="sent", title=_("Sent"), cell=lambda mail: dk_moment(mail.sent_at), kind="date"),
        Column(key="problem", title=_("Answer of the mail server"), cell=lambda mail: mail.problem),
    ]
    return Table(
        records=mails,
        columns=columns,
        caption=_("Outbox"),
        query=query,
        link=OutgoingMail.get_absolute_url,
        target="#rows",
    )


def state_tag(mail: OutgoingMail) -> SafeString:
    """The mail's state as a coloured word."""
    state = MailState(mail.state)
    return format_html('<span class="tag tag-{}">{}</span>', TONES[state], state.label)
