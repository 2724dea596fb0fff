from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Currency(models.Model):
    """A currency of ISO 4217."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    minor_digits = models.PositiveSmallIntegerField(_("decimals"), default=2)
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.code


class Country(models.Model):
    """A country of ISO 3166-1."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    alpha3 = models.CharField(_("three letters"), max_length=3)
    numeric = models.CharField(_("numeric code"), max_length=3)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    is_eu = models.BooleanField(_("in the EU"), default=False)
    phone_prefix = models.CharField(_("phone prefix"), max_length=5, blank=True)
    currency = models.ForeignKey(
        Currency, models.PROTECT, verbose_name=_("currency"), related_name="countries", null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name if get_language() == "da" else self.name_en


class PostalCode(models.Model):
    """A postal code with one of its towns and the middle of the area (WGS84)."""

    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="postal_codes")
    code = models.CharField(_("postal code"), max_length=10)
    city = models.CharField(_("town"), max_length=60)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6)

    class Meta:
        verbose_name = _("postal code")
        verbose_name_plural = _("postal codes")
        ordering = ("country", "code", "city")
        constraints = [
            models.UniqueConstraint(fields=["country", "code", "city"], name="postal_code_once"),
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="postal_code_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.city}"
