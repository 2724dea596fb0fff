import calendar
from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundebro.company.choices import Incoterm, PaymentKind
from kundebro.company.models.code_table import CodeTable

KINDS_WITH_DAYS = (PaymentKind.NET, PaymentKind.END_OF_MONTH_PLUS)


class Department(CodeTable):
    """A part of the company that records and postings are split by."""

    class Meta(CodeTable.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class DeliveryTerms(CodeTable):
    """Who carries freight and risk."""

    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    incoterm = models.CharField(_("Incoterm"), max_length=3, choices=Incoterm, blank=True, default=Incoterm.NONE)

    class Meta(CodeTable.Meta):
        verbose_name = _("delivery terms")
        verbose_name_plural = _("delivery terms")


class PaymentTerms(CodeTable):
    """When an invoice is to be paid, and what paying early gives."""

    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PaymentKind, default=PaymentKind.NET)
    days = models.PositiveSmallIntegerField(_("days"), default=0, validators=[MaxValueValidator(365)])
    prepaid_percent = models.PositiveSmallIntegerField(
        _("prepaid percent"), default=0, validators=[MaxValueValidator(100)]
    )
    cash_discount_percent = models.DecimalField(
        _("cash discount percent"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    cash_discount_days = models.PositiveSmallIntegerField(_("cash discount days"), null=True, blank=True)

    class Meta(CodeTable.Meta):
        verbose_name = _("payment terms")
        verbose_name_plural = _("payment terms")
        constraints = [
            models.CheckConstraint(
                condition=Q(days=0) | Q(kind__in=KINDS_WITH_DAYS),
                name="payment_terms_days_only_where_counted",
                violation_error_message=_("Days belong to net days and end of month plus days."),
            ),
            models.CheckConstraint(condition=Q(prepaid_percent__lte=100), name="payment_terms_prepaid_percent"),
            models.CheckConstraint(
                condition=Q(cash_discount_percent__isnull=True, cash_discount_days__isnull=True)
                | Q(
                    cash_discount_percent__gt=0,
                    cash_discount_percent__lt=100,
                    cash_discount_days__isnull=False,
                ),
                name="payment_terms_cash_discount_whole",
                violation_error_message=_(
                    "A cash discount needs both a percent between 0 and 100 and a number of days."
                ),
            ),
        ]

    def due_date(self, invoice_date: date) -> date | None:
        """The last day of payment in calendar days; None when the date is typed on the invoice (fixed date).

        *Løbende måned + N* counts from the end of the invoice month. Weekends do not move it (domain.md 5.5).
        """
        match self.kind:
            case PaymentKind.FIXED_DATE:
                return None
            case PaymentKind.NET:
                return invoice_date + timedelta(days=self.days)
            case PaymentKind.END_OF_MONTH | PaymentKind.END_OF_MONTH_PLUS:
                return _end_of_month(invoice_date) + timedelta(days=self.days)
            case _:
                return invoice_date

    def cash_discount_date(self, invoice_date: date) -> date | None:
        """The last day that gives the cash discount; None without one."""
        if self.cash_discount_days is None:
            return None
        return invoice_date + timedelta(days=self.cash_discount_days)


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
