from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.parties.addresses import show_address_line
from kundebro.parties.choices import CustomerType, Language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def optional_text(label: StrOrPromise, max_length: int, **options: Any) -> models.CharField[str, str]:
    """Give a text column that may be left out, also by a bulk insert."""
    return models.CharField(label, max_length=max_length, blank=True, default="", db_default="", **options)


def optional_email(label: StrOrPromise) -> models.EmailField[str, str]:
    """Give an e-mail column that may be left out, also by a bulk insert."""
    return models.EmailField(label, blank=True, default="", db_default="")


class PartyDetails(models.Model):
    """What prospect, debtor and creditor know about a company or person (Stamdata)."""

    name = models.CharField(_("name"), max_length=100)
    search_name = optional_text(_("search name"), 100)

    street = optional_text(_("street"), 100)
    house_no = optional_text(_("house no."), 10)
    floor = optional_text(_("floor"), 3)
    door = optional_text(_("door"), 4)
    address_2 = optional_text(_("address 2"), 100)
    postal_code = optional_text(_("postal code"), 10)
    city = optional_text(_("town"), 60)
    country = models.ForeignKey(
        "company.Country", models.PROTECT, verbose_name=_("country"), default="DK", db_default="DK"
    )

    visit_street = optional_text(_("visiting address: street"), 100)
    visit_house_no = optional_text(_("visiting address: house no."), 10)
    visit_address_2 = optional_text(_("visiting address: address 2"), 100)
    visit_postal_code = optional_text(_("visiting address: postal code"), 10)
    visit_city = optional_text(_("visiting address: town"), 60)
    visit_country = models.ForeignKey(
        "company.Country",
        models.PROTECT,
        verbose_name=_("visiting address: country"),
        null=True,
        blank=True,
        related_name="+",
    )

    cvr_no = optional_text(_("CVR no."), 20)
    se_no = optional_text(_("SE no."), 8)
    vat_no = optional_text(_("VAT no."), 14)
    gln = optional_text(_("EAN no."), 13)

    phone = optional_text(_("phone"), 30)
    mobile = optional_text(_("mobile"), 30)
    fax = optional_text(_("fax"), 30)
    website = models.URLField(_("website"), blank=True, default="", db_default="")
    email = optional_email(_("e-mail"))
    bookkeeping_email = optional_email(_("bookkeeping e-mail"))
    invoice_email = optional_email(_("invoice e-mail"))
    order_email = optional_email(_("order e-mail"))
    attention = optional_text(_("attention"), 100)
    attention_title = optional_text(_("title"), 60)

    customer_type = optional_text(_("customer type"), 3, choices=CustomerType)
    employee_count = models.PositiveIntegerField(_("number of employees"), null=True, blank=True)
    employee_interval = optional_text(_("number of employees, interval"), 20)
    language = optional_text(_("language"), 5, choices=Language)
    is_advertising_protected = models.BooleanField(
        _("protected against advertising"), default=False, db_default=False, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="%(app_label)s_%(class)s_has_name"),
            models.CheckConstraint(
                condition=Q(customer_type__in=["", *CustomerType.values]),
                name="%(app_label)s_%(class)s_customer_type",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["", *Language.values]), name="%(app_label)s_%(class)s_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address_line(self) -> str:
        """Street, house number, floor and door (Adresse 1)."""
        return show_address_line(self.street, self.house_no, self.floor, self.door)

    @property
    def postal_line(self) -> str:
        """Postal code and town."""
        return f"{self.postal_code} {self.city}".strip()

    @property
    def visit_address_line(self) -> str:
        """Street and house number of the visiting address, empty when visits go to the postal address."""
        return show_address_line(self.visit_street, self.visit_house_no)

    @property
    def visit_postal_line(self) -> str:
        """Postal code and town of the visiting address."""
        return f"{self.visit_postal_code} {self.visit_city}".strip()

    def details(self) -> dict[str, Any]:
        """Give the values a party shares with its debtor and creditor, by column: ready for ``Model(**details)``."""
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name in SHARED_FIELDS
        }


class CommercialTerms(models.Model):
    """On which terms we deal with a party (Betingelser); its VAT code is declared above, where the ledger is known."""

    currency = models.ForeignKey(
        "company.Currency", models.PROTECT, verbose_name=_("currency"), default="DKK", db_default="DKK"
    )
    payment_terms = models.ForeignKey(
        "company.PaymentTerms", models.PROTECT, verbose_name=_("payment terms"), null=True, blank=True
    )
    delivery_terms = models.ForeignKey(
        "company.DeliveryTerms", models.PROTECT, verbose_name=_("delivery terms"), null=True, blank=True
    )
    department = models.ForeignKey(
        "company.Department", models.PROTECT, verbose_name=_("department"), null=True, blank=True
    )

    class Meta:
        abstract = True


SHARED_FIELDS: Final = tuple(
    field.name for model in (PartyDetails, CommercialTerms) for field in model._meta.local_fields
)  # what travels between prospect, debtor and creditor
