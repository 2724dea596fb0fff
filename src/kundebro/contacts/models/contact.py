from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.contacts.choices import receivable_sets
from kundebro.contacts.models.role import ContactRole
from kundebro.core.danish import search_text, sort_key
from kundebro.core.fields import SortedTextField
from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.parties.choices import Language
from kundebro.parties.models import optional_email, optional_text
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from kundebro.users.queries import scope_filter


class ContactQuerySet(TrackedQuerySet["Contact"]):
    """Filters over contacts."""

    def unrestricted(self) -> Self:
        """All but those whose data may only be kept, not used (GDPR art. 18)."""
        return self.filter(restricted_at=None)

    def active(self) -> Self:
        """People who are still there."""
        return self.unrestricted().filter(left_at=None)

    def visible_to(self, user: User) -> Self:
        """The contacts of the prospects that the user sees."""
        return self.unrestricted().filter(scope_filter(user, "prospect__responsible"))


class Contact(Tracked):
    """A person at a prospect (Kontaktperson)."""

    prospect = models.ForeignKey(Prospect, models.PROTECT, verbose_name=_("prospect"), related_name="contacts")
    name = models.CharField(_("name"), max_length=100)
    initials = optional_text(_("initials"), 10)
    title = optional_text(_("title"), 60)
    phone = optional_text(_("direct phone"), 30)
    mobile = optional_text(_("mobile"), 30)
    email = optional_email(_("direct e-mail"))
    is_primary = models.BooleanField(_("primary contact"), default=False, db_default=False, editable=False)
    role = models.ForeignKey(
        ContactRole, models.PROTECT, verbose_name=_("role"), null=True, blank=True, db_index=False
    )
    receives = optional_text(_("receives"), 80, choices=receivable_sets)
    e_invoice_reference = optional_text(_("person reference"), 50)
    language = optional_text(_("language"), 5, choices=Language)
    remark = optional_text(_("remark"), 2000)
    informed_at = models.DateTimeField(_("informed of our register"), null=True, blank=True, editable=False)
    restricted_at = models.DateTimeField(_("restricted"), null=True, blank=True, editable=False)
    left_at = models.DateField(_("left the company"), null=True, blank=True, editable=False)

    sort_name = SortedTextField(max_length=120, editable=False)
    company_text = models.CharField(max_length=130, default="", db_default="", editable=False)
    search_text = models.TextField(editable=False)

    objects = models.Manager.from_queryset(ContactQuerySet)()

    derived_from = frozenset(["name", "initials", "title", "phone", "mobile", "email", "company_text"])
    derived_fields = frozenset({"sort_name", "company_text", "search_text"})

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("-is_primary", "sort_name", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="contact_has_name"),
            models.UniqueConstraint(fields=["prospect"], condition=Q(is_primary=True), name="contact_one_primary"),
            models.CheckConstraint(
                condition=Q(is_primary=False) | Q(left_at=None, restricted_at=None), name="contact_primary_is_active"
            ),
            models.CheckConstraint(condition=Q(language__in=["", *Language.values]), name="contact_language"),
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="contact_by_name"),
            models.Index(fields=["email", "id"], name="contact_by_email"),
            models.Index(fields=["role", "sort_name", "id"], name="contact_by_role"),
            models.Index(fields=["phone"], name="contact_phone"),
            models.Index(fields=["mobile"], name="contact_mobile"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The contact's page."""
        return reverse("contacts:contact", args=[self.pk])

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """How the contact is found, also by its company, and where it stands in lists."""
        company = values.get("company_text", "")
        own = (values.get(name, "") for name in ("initials", "title", "phone", "mobile", "email"))
        return {
            "company_text": company,
            "search_text": search_text(values["name"], *own, *company.split("\n")),
            "sort_name": sort_key(values["name"]),
        }

    @property
    def is_active(self) -> bool:
        """Whether the person is still there."""
        return self.left_at is None and self.restricted_at is None


def company_text_of(number: str, name: str) -> str:
    """What a contact is found by of its company."""
    return f"{number}\n{name}"
