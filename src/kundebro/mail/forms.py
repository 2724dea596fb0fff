"""What is asked about mail accounts and notifications, and the filters of their lists."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.core.forms import CheckboxSwitch, TimeField
from kundebro.mail.choices import MailState
from kundebro.mail.kinds import kinds
from kundebro.mail.letters import one_line
from kundebro.mail.models import MailAccount, NotificationSettings
from kundebro.mail.operations import PasswordNeeded, save_account


class AccountForm(forms.ModelForm[MailAccount]):
    """A mail account; the password that is kept is never shown."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    is_default = forms.BooleanField(label=_("Used when nothing else is chosen"), required=False, widget=CheckboxSwitch)
    """Not one of the model's here: a new default takes the place of the old one, which is no reason to refuse it."""

    class Meta:
        model = MailAccount
        fields = (
            "name", "host", "port", "encryption", "user_name", "sender_name", "sender_address",
        )  # fmt: skip
        widgets = {"user_name": forms.TextInput({"autocomplete": "off"})}
        help_texts = {"host": _("For example smtp.simply.com or smtp.office365.com.")}

    field_order = ("name", "host", "port", "encryption", "user_name", "password", "sender_name", "sender_address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("is_default", self.instance.is_default)
        if self.instance.has_password:
            self.fields["password"].help_text = _("Leave it empty to keep the one that is stored.")

    def clean_host(self) -> str:
        """The name alone, in lower case."""
        host: str = self.cleaned_data["host"].strip().lower()
        if any(letter.isspace() or letter in "/@\\" for letter in host):
            raise ValidationError(_("Write the server's name only, for example smtp.simply.com."))
        return host

    def clean_sender_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["sender_name"])

    def save_account(self) -> bool:
        """Store the account; False, with the reason at the password, when it is needed once more."""
        try:
            self.instance.is_default = self.cleaned_data["is_default"]
            save_account(self.instance, password=self.cleaned_data["password"])
        except PasswordNeeded:
            self.add_error("password", _("Write the password: server or user name are new."))
            return False
        return True


class OutboxFilter(forms.Form):
    """Which mails the outbox shows."""

    q = forms.CharField(label=_("Search"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all states")), *MailState.choices], required=False)

    def wanted(self) -> Q:
        """The mails asked for; a state nobody could choose counts as not chosen."""
        self.is_valid()
        wanted = Q()
        if text := self.cleaned_data.get("q"):
            wanted &= Q(to_address__icontains=text) | Q(subject__icontains=text)
        if state := self.cleaned_data.get("state"):
            wanted &= Q(state=state)
        return wanted


class NotificationFilter(forms.Form):
    """Which notifications are shown."""

    q = forms.CharField(label=_("Search"), required=False)
    show = forms.ChoiceField(
        label=_("Shows"), choices=[("", _("all notifications")), ("unread", _("unread"))], required=False
    )
    kind = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about: Any = self.fields["kind"]
        about.choices = [("", _("everything")), *((kind.key, kind.title) for kind in kinds)]

    def wanted(self) -> Q:
        """The notifications asked for; what nobody could choose counts as not chosen."""
        self.is_valid()
        wanted = Q()
        if text := self.cleaned_data.get("q"):
            wanted &= Q(text__icontains=text)
        if self.cleaned_data.get("show"):
            wanted &= Q(read_at=None)
        if kind := self.cleaned_data.get("kind"):
            wanted &= Q(kind=kind)
        return wanted


class NotificationSettingsForm(forms.ModelForm[NotificationSettings]):
    """How one wants to be told."""

    quiet_from = TimeField(label=_("Quiet from"), required=False)
    quiet_until = TimeField(
        label=_("Quiet until"), required=False, help_text=_("E-mails from Kundebro wait until then.")
    )

    class Meta:
        model = NotificationSettings
        fields = ("gets_digest", "digest_hour", "gets_mail_at_once", "quiet_from", "quiet_until")
        widgets = {"gets_digest": CheckboxSwitch, "gets_mail_at_once": CheckboxSwitch}
        help_texts = {"gets_digest": _("On working days, when there is something to tell.")}
