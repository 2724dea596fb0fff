from django.db import transaction

from kundebro.mail.models import MailAccount

_OPENED_BY_PASSWORD = ("host", "port", "encryption", "user_name")


class PasswordNeeded(Exception):
    """The password belongs to another server or user: it must not be shown to this one."""


def save_account(account: MailAccount, *, password: str = "") -> MailAccount:
    """Store the account; the password that is kept stays when none is given, unless it would go somewhere else.

    The first account is the default, and a new default takes the place of the old one. Raises PasswordNeeded.
    """
    with transaction.atomic():
        others = MailAccount.objects.select_for_update().exclude(pk=account.pk).order_by("pk")
        had_default = any(other.is_default for other in others)
        if password or not account.user_name:
            account.password = password
        elif not account.has_password or _goes_elsewhere(account):
            raise PasswordNeeded
        account.is_default = account.is_default or not had_default
        if account.is_default:
            others.filter(is_default=True).update(is_default=False)
        account.save()
    return account


def _goes_elsewhere(account: MailAccount) -> bool:
    stored = MailAccount.objects.get(pk=account.pk)
    return any(getattr(stored, name) != getattr(account, name) for name in _OPENED_BY_PASSWORD)
