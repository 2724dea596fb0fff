"""What people type about themselves and each other."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.company.models import Department
from kundebro.core.danish import sort_key
from kundebro.core.forms import CheckboxSwitch
from kundebro.users.choices import SCOPE_OF_ROLE, Role, Scope, SecurityEventKind
from kundebro.users.models import Team, User
from kundebro.users.queries import user_by_initials


class PersonForm(forms.ModelForm[User]):
    """A person as an administrator sees them."""

    scope = forms.ChoiceField(
        label=_("Sees"),
        choices=[("", _("as usual for the role")), *Scope.choices],
        required=False,
        help_text=_("Sellers usually see their own records, everyone else all records."),
    )
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("no team"))

    class Meta:
        model = User
        fields = (
            "name", "initials", "email", "phone", "department", "team", "role", "scope", "language", "may_sign_in",
        )  # fmt: skip
        widgets = {"may_sign_in": CheckboxSwitch}
        error_messages = {"email": {"unique": _("Someone else has this e-mail.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = forms.ModelChoiceField(
            Department.objects.choosable(keep=filter(None, [self.instance.department_id])),
            label=_("Department"),
            required=False,
            empty_label=_("no department"),
        )

    def clean_initials(self) -> str:
        """Name whoever has them already."""
        initials: str = self.cleaned_data["initials"].strip().upper()
        holder = user_by_initials(initials)
        if holder is not None and holder != self.instance:
            raise ValidationError(_("%(name)s has these initials."), params={"name": holder})
        return initials

    def clean_scope(self) -> str:
        """What the role usually sees, unless something else is chosen."""
        role = self.cleaned_data.get("role")
        return self.cleaned_data["scope"] or (SCOPE_OF_ROLE[Role(role)] if role else Scope.OWN)


class PersonFilter(forms.Form):
    """Which people a list shows."""

    q = forms.CharField(label=_("Search"), required=False)
    who = forms.ChoiceField(
        label=_("Shows"),
        choices=[("", _("active users")), ("former", _("deactivated users")), ("everyone", _("all users"))],
        required=False,
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("all roles")), *Role.choices], required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("all teams"))

    def wanted(self) -> Q:
        """The people asked for; a value nobody could choose counts as not chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        wanted = {"former": Q(is_active=False), "everyone": Q()}.get(chosen.get("who", ""), Q(is_active=True))
        if text := chosen.get("q"):
            wanted &= (
                Q(sort_name__contains=sort_key(text)) | Q(email__contains=text.lower()) | Q(initials=text.upper())
            )
        for field in ("role", "team"):
            if value := chosen.get(field):
                wanted &= Q(**{field: value})
        return wanted


class SecurityFilter(forms.Form):
    """Which lines of the security log are shown."""

    q = forms.CharField(label=_("Search"), required=False)
    kind = forms.ChoiceField(
        label=_("Event"), choices=[("", _("all events")), *SecurityEventKind.choices], required=False
    )
    user = forms.ModelChoiceField(User.objects.all(), label=_("User"), required=False, empty_label=_("all users"))

    def wanted(self) -> Q:
        """The lines asked for; a value nobody could choose counts as not chosen."""
        self.is_valid()
        wanted = Q()
        if text := self.cleaned_data.get("q"):
            wanted &= Q(text__icontains=text) | Q(ip_address__startswith=text)
        for field in ("kind", "user"):
            if value := self.cleaned_data.get(field):
                wanted &= Q(**{field: value})
        return wanted


class ProfileForm(forms.ModelForm[User]):
    """What people may change about themselves."""

    class Meta:
        model = User
        fields = ("name", "phone", "language", "theme", "single_key_shortcuts")
        labels = {"theme": _("Colours"), "single_key_shortcuts": _("Single keys as shortcuts (N, J, K …)")}
        widgets = {"single_key_shortcuts": CheckboxSwitch}


class TeamForm(forms.ModelForm[Team]):
    """A team's name."""

    class Meta:
        model = Team
        fields = ("name",)
        error_messages = {"name": {"unique": _("There is a team with this name already.")}}


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A short sentence is easy to remember."),
    )
    password_again = forms.CharField(
        label=_("The password once more"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Ask the password validators."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self._whose())
        return password

    def clean_password_again(self) -> str:
        """Compare with the first."""
        again: str = self.cleaned_data["password_again"]
        if again != self.data.get(self.add_prefix("password")):
            raise ValidationError(_("The two passwords are not alike."))
        return again

    def _whose(self) -> User | None:
        return self.user


class PasskeyForm(AddWebAuthnForm):
    """A new passkey; allauth gives the name no label that could be translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


class FirstAdministratorForm(PasswordForm):
    """The person who sets Kundebro up."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "username"}))
    field_order = ("name", "email", "password", "password_again")

    def _whose(self) -> User:
        return User(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))
