from django.db import models
from django.utils.translation import gettext_lazy as _

from kundebro.company.models.places import Country, Currency

THE_COMPANY = 1


class Company(models.Model):
    """Our own company: the one row that documents and set-up read."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_COMPANY, editable=False)
    name = models.CharField(_("name"), max_length=100, blank=True)
    street = models.CharField(_("street"), max_length=100, blank=True)
    house_no = models.CharField(_("house no."), max_length=10, blank=True)
    floor = models.CharField(_("floor"), max_length=3, blank=True)
    door = models.CharField(_("door"), max_length=4, blank=True)
    address_2 = models.CharField(_("address 2"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=60, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="+", default="DK")
    currency = models.ForeignKey(Currency, models.PROTECT, verbose_name=_("currency"), related_name="+", default="DKK")
    cvr_no = models.CharField(_("CVR no."), max_length=20, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    bank_name = models.CharField(_("bank"), max_length=60, blank=True)
    bank_registration_no = models.CharField(_("bank registration no."), max_length=4, blank=True)
    bank_account_no = models.CharField(_("bank account no."), max_length=10, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC (SWIFT)"), max_length=11, blank=True)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("company")
        constraints = [models.CheckConstraint(condition=models.Q(id=THE_COMPANY), name="company_is_one_row")]

    def __str__(self) -> str:
        return self.name
