"""Set-up rows for tests."""

from itertools import count

from kundebro.company.choices import IndustryLevel, IndustryScheme, PaymentKind
from kundebro.company.models import DeliveryTerms, Department, Industry, NumberSeries, PaymentTerms

_numbers = count(1)


def make_department(*, code: str = "", name: str = "", is_active: bool = True, position: int = 0) -> Department:
    """A department."""
    number = next(_numbers)
    return Department.objects.create(
        code=code or f"A{number}", name=name or f"Afdeling {number}", is_active=is_active, position=position
    )


def make_payment_terms(
    *, code: str = "", name: str = "", kind: PaymentKind = PaymentKind.NET, days: int = 0, is_active: bool = True
) -> PaymentTerms:
    """Payment terms, net 0 days unless told otherwise."""
    number = next(_numbers)
    return PaymentTerms.objects.create(
        code=code or f"B{number}", name=name or f"Betaling {number}", kind=kind, days=days, is_active=is_active
    )


def make_delivery_terms(*, code: str = "", name: str = "", is_active: bool = True) -> DeliveryTerms:
    """Delivery terms."""
    number = next(_numbers)
    return DeliveryTerms.objects.create(
        code=code or f"L{number}", name=name or f"Levering {number}", is_active=is_active
    )


def make_number_series(  # noqa: PLR0913  all but the name differ between tests
    *,
    code: str = "",
    prefix: str = "",
    first_number: int = 1,
    next_number: int | None = None,
    last_number: int | None = None,
    width: int = 0,
    is_system: bool = False,
) -> NumberSeries:
    """A number series; its own prefix keeps it apart from the seeded ones unless one is given."""
    number = next(_numbers)
    return NumberSeries.objects.create(
        code=code or f"serie{number}",
        name=f"Serie {number}",
        prefix=prefix or f"S{number}-",
        first_number=first_number,
        next_number=first_number if next_number is None else next_number,
        last_number=last_number,
        width=width,
        is_system=is_system,
    )


def make_industry(
    *, code: str, title: str = "", scheme: IndustryScheme = IndustryScheme.DB25, is_active: bool = True
) -> Industry:
    """A six-digit industry without a parent."""
    return Industry.objects.create(
        scheme=scheme, code=code, level=IndustryLevel.NATIONAL, title=title or f"Branche {code}", is_active=is_active
    )
