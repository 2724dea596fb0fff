from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ends_without_digit = RegexValidator(
    r"[^0-9]\Z", _("End the prefix with a letter or a sign, so that it can be told from the number.")
)


class NumberSeries(models.Model):
    """Consecutive numbers for one kind of record; the next one is taken under a row lock."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("text"), max_length=100)
    prefix = models.CharField(_("prefix"), max_length=10, blank=True, validators=[ends_without_digit])
    width = models.PositiveSmallIntegerField(_("digits at least"), default=0)
    first_number = models.PositiveBigIntegerField(_("first number"), default=1)
    next_number = models.PositiveBigIntegerField(_("next number"), default=1)
    last_number = models.PositiveBigIntegerField(_("last number"), null=True, blank=True)
    is_system = models.BooleanField(_("system series"), default=False, editable=False)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(width__lte=15),
                name="number_series_width",
                violation_error_message=_("A number has at most 15 digits."),
            ),
            models.CheckConstraint(
                condition=Q(next_number__gte=F("first_number")),
                name="number_series_next_after_first",
                violation_error_message=_("The next number cannot be lower than the first."),
            ),
            models.CheckConstraint(
                condition=Q(last_number__isnull=True) | Q(last_number__gte=F("next_number") - 1),
                name="number_series_next_before_end",
                violation_error_message=_("The last number cannot be lower than the numbers already given."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def shown(self, number: int) -> str:
        """The number as it stands on a record: prefix, then at least `width` digits."""
        return f"{self.prefix}{number:0{self.width}d}"

    @property
    def shown_end(self) -> str:
        """The last number as it would stand on a record; empty for a series without an end."""
        return "" if self.last_number is None else self.shown(self.last_number)

    def overlaps(self, other: "NumberSeries") -> bool:
        """Whether both could give the same number: same prefix and ranges that meet.

        A prefix never ends with a digit, so numbers under two prefixes always differ.
        """
        if self.prefix.casefold() != other.prefix.casefold():
            return False
        return _starts_before_end(self, other) and _starts_before_end(other, self)


def _starts_before_end(one: NumberSeries, other: NumberSeries) -> bool:
    return other.last_number is None or one.first_number <= other.last_number
