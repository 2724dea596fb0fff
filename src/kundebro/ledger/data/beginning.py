"""The rows of a new company: a small chart in the order of the Danish standard one, VAT codes, posting groups, profiles."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.apps.registry import Apps
from django.db.models import Model
from django.utils import timezone

from kundebro.ledger.choices import (
    AccountKind,
    DocumentChannel,
    PartyKind,
    VatBox,
    VatCategory,
    VatDirection,
    VatKind,
)

Row = Mapping[str, Any]

RATE_OF_1992: Final = date(1992, 1, 1)
"""25 % since then (lov om ændring af momsloven 1991)."""
LAW_OF_1994: Final = date(1994, 7, 1)
"""The present VAT act is in force from this day."""

INCOME, EXPENSE, ASSET, LIABILITY, EQUITY = (
    AccountKind.INCOME,
    AccountKind.EXPENSE,
    AccountKind.ASSET,
    AccountKind.LIABILITY,
    AccountKind.EQUITY,
)
CHART: tuple[tuple[str, str, AccountKind, str], ...] = (
    ("1000", "Salg af varer og ydelser, med moms", INCOME, "S25"),
    ("1100", "Salg af varer til EU", INCOME, "SEUV"),
    ("1150", "Salg af ydelser til EU", INCOME, "SEUY"),
    ("1200", "Salg uden for EU", INCOME, "S3"),
    ("1300", "Momsfrit salg", INCOME, "S0"),
    ("1500", "Rykkergebyrer", INCOME, "INGEN"),
    ("2000", "Varekøb", EXPENSE, "K25"),
    ("2100", "Varekøb i EU", EXPENSE, "KEUV"),
    ("2150", "Køb af ydelser i EU", EXPENSE, "KEUY"),
    ("2200", "Varekøb uden for EU", EXPENSE, "K3V"),
    ("2250", "Køb af ydelser uden for EU", EXPENSE, "K3Y"),
    ("2900", "Fragt", EXPENSE, "K25"),
    ("3000", "Lokaleomkostninger", EXPENSE, "K25"),
    ("3100", "Administration", EXPENSE, "K25"),
    ("3200", "Rejser og repræsentation", EXPENSE, "K25R"),
    ("3300", "Salgsfremmende omkostninger", EXPENSE, "K25"),
    ("3400", "Biler", EXPENSE, "K25"),
    ("3900", "Tab på debitorer", EXPENSE, "INGEN"),
    ("4000", "Løn", EXPENSE, "INGEN"),
    ("4500", "Renteindtægter, debitorer", INCOME, "INGEN"),
    ("4510", "Renteudgifter, kreditorer", EXPENSE, "INGEN"),
    ("4520", "Gebyrer til kreditorer", EXPENSE, "INGEN"),
    ("4600", "Kontantrabat til kunder", EXPENSE, "INGEN"),
    ("4610", "Kontantrabat fra leverandører", INCOME, "INGEN"),
    ("4700", "Kursdifferencer", EXPENSE, "INGEN"),
    ("4800", "Øreafrunding", EXPENSE, "INGEN"),
    ("5000", "Inventar og driftsmidler", ASSET, "K25"),
    ("5500", "Varelager", ASSET, "INGEN"),
    ("5600", "Debitorer", ASSET, ""),
    ("5610", "Debitorer, EU", ASSET, ""),
    ("5620", "Debitorer, udland", ASSET, ""),
    ("5800", "Kasse", ASSET, "INGEN"),
    ("5820", "Bank", ASSET, "INGEN"),
    ("6000", "Egenkapital", EQUITY, "INGEN"),
    ("6100", "Privat", EQUITY, "INGEN"),
    ("6500", "Lån", LIABILITY, "INGEN"),
    ("6800", "Kreditorer", LIABILITY, ""),
    ("6810", "Kreditorer, EU", LIABILITY, ""),
    ("6820", "Kreditorer, udland", LIABILITY, ""),
    ("6900", "Salgsmoms", LIABILITY, ""),
    ("6910", "Moms af varekøb i udlandet", LIABILITY, ""),
    ("6920", "Moms af ydelseskøb i udlandet", LIABILITY, ""),
    ("6930", "Købsmoms", LIABILITY, ""),
    ("6950", "Momsafregning", LIABILITY, "INGEN"),
)
CONTROL = frozenset({"5600", "5610", "5620", "6800", "6810", "6820"})
"""Follow their sub-ledger; nobody posts on them directly."""

SALES, PURCHASE, NO_VAT = VatDirection.SALES, VatDirection.PURCHASE, VatDirection.NONE
QUARTER = 2_500
FULL_RATE, NO_RATE = 2_500, 0
VAT_CODES: tuple[Row, ...] = (
    {
        "code": "S25",
        "name": "Salg, 25 %",
        "direction": SALES,
        "kind": VatKind.DOMESTIC,
        "category": VatCategory.STANDARD,
        "sales_vat": "6900",
        "rate": FULL_RATE,
    },
    {
        "code": "S0",
        "name": "Momsfrit salg (§ 13)",
        "direction": SALES,
        "kind": VatKind.EXEMPT,
        "category": VatCategory.EXEMPT,
        "return_box": VatBox.C,
        "rate": NO_RATE,
    },
    {
        "code": "SEUV",
        "name": "Varer til EU",
        "direction": SALES,
        "kind": VatKind.EU_GOODS,
        "category": VatCategory.INTRA_COMMUNITY,
        "return_box": VatBox.B_GOODS,
        "rate": NO_RATE,
    },
    {
        "code": "SEUY",
        "name": "Ydelser til EU",
        "direction": SALES,
        "kind": VatKind.EU_SERVICES,
        "category": VatCategory.REVERSE_CHARGE,
        "return_box": VatBox.B_SERVICES,
        "rate": NO_RATE,
    },
    {
        "code": "S3",
        "name": "Salg uden for EU",
        "direction": SALES,
        "kind": VatKind.OUTSIDE_EU,
        "category": VatCategory.EXPORT,
        "return_box": VatBox.C,
        "rate": NO_RATE,
    },
    {
        "code": "K25",
        "name": "Køb, 25 %",
        "direction": PURCHASE,
        "kind": VatKind.DOMESTIC,
        "category": VatCategory.STANDARD,
        "purchase_vat": "6930",
        "rate": FULL_RATE,
    },
    {
        "code": "K25R",
        "name": "Restaurant, en fjerdedel af momsen fradrages",
        "direction": PURCHASE,
        "kind": VatKind.DOMESTIC,
        "category": VatCategory.STANDARD,
        "purchase_vat": "6930",
        "rate": FULL_RATE,
        "deductible_hundredths": QUARTER,
    },
    {
        "code": "KEUV",
        "name": "Varer fra EU",
        "direction": PURCHASE,
        "kind": VatKind.EU_GOODS,
        "category": VatCategory.INTRA_COMMUNITY,
        "return_box": VatBox.A_GOODS,
        "sales_vat": "6910",
        "purchase_vat": "6930",
        "rate": FULL_RATE,
    },
    {
        "code": "KEUY",
        "name": "Ydelser fra EU",
        "direction": PURCHASE,
        "kind": VatKind.EU_SERVICES,
        "category": VatCategory.REVERSE_CHARGE,
        "return_box": VatBox.A_SERVICES,
        "sales_vat": "6920",
        "purchase_vat": "6930",
        "rate": FULL_RATE,
    },
    {
        "code": "K3V",
        "name": "Varer fra lande uden for EU",
        "direction": PURCHASE,
        "kind": VatKind.OUTSIDE_EU,
        "category": VatCategory.EXPORT,
        "sales_vat": "6910",
        "purchase_vat": "6930",
        "rate": FULL_RATE,
    },
    {
        "code": "K3Y",
        "name": "Ydelser fra lande uden for EU",
        "direction": PURCHASE,
        "kind": VatKind.OUTSIDE_EU,
        "category": VatCategory.REVERSE_CHARGE,
        "sales_vat": "6920",
        "purchase_vat": "6930",
        "rate": FULL_RATE,
    },
    {
        "code": "INGEN",
        "name": "Uden for moms",
        "direction": NO_VAT,
        "kind": VatKind.EXEMPT,
        "category": VatCategory.OUTSIDE,
        "rate": NO_RATE,
    },
)
POSTING_GROUPS: tuple[tuple[PartyKind, str, str, str], ...] = (
    (PartyKind.DEBTOR, "DK", "Danmark", "5600"),
    (PartyKind.DEBTOR, "EU", "EU", "5610"),
    (PartyKind.DEBTOR, "UDL", "Udland uden for EU", "5620"),
    (PartyKind.CREDITOR, "DK", "Danmark", "6800"),
    (PartyKind.CREDITOR, "EU", "EU", "6810"),
    (PartyKind.CREDITOR, "UDL", "Udland uden for EU", "6820"),
)
GROUP_ACCOUNTS: Mapping[PartyKind, Mapping[str, str]] = {
    PartyKind.DEBTOR: {
        "fee_account": "1500",
        "interest_account": "4500",
        "cash_discount_account": "4600",
        "rounding_account": "4800",
        "exchange_account": "4700",
    },
    PartyKind.CREDITOR: {
        "fee_account": "4520",
        "interest_account": "4510",
        "cash_discount_account": "4610",
        "rounding_account": "4800",
        "exchange_account": "4700",
    },
}
REMINDER_MODEL: Row = {"code": "STANDARD", "name": "Standard, gebyr 100 kr.", "fee_ore": 10_000}
INTEREST_MODEL: Row = {"code": "RENTELOV", "name": "Renteloven, reference + 8 procentpoint"}
NUMBER_SERIES: tuple[Row, ...] = (
    {"code": "debtor", "name": "Debitorer", "prefix": "D", "first_number": 1001, "next_number": 1001},
    {"code": "creditor", "name": "Kreditorer", "prefix": "K", "first_number": 1001, "next_number": 1001},
)

ENTRY_SERIES: tuple[Row, ...] = ({"code": "BILAG", "name": "Bilag"},)


def fill(apps: Apps) -> None:
    """Add what is missing; rows that are there stay as they are. Also run by a migration, hence the registry of models."""
    add(apps.get_model("company", "NumberSeries"), ({"is_system": True, **row} for row in NUMBER_SERIES))
    account, vat_code = apps.get_model("ledger", "Account"), apps.get_model("ledger", "VatCode")
    stamped = _stamps()
    add(
        account,
        (
            {
                "number": number,
                "name": name,
                "kind": kind,
                "allows_direct_posting": number not in CONTROL,
                **stamped,
            }
            for number, name, kind, _code in CHART
        ),
    )
    accounts = dict(account._default_manager.values_list("number", "pk"))
    add(vat_code, _placed(_vat_code_row(row, accounts) for row in VAT_CODES))
    codes = dict(vat_code._default_manager.values_list("code", "pk"))
    rates = (
        {
            "vat_code_id": codes[row["code"]],
            "rate_hundredths": row["rate"],
            "valid_from": RATE_OF_1992 if row["rate"] else LAW_OF_1994,
            **stamped,
        }
        for row in VAT_CODES
    )
    add(apps.get_model("ledger", "VatRate"), rates)
    for number, _name, _kind, code in CHART:
        if code:
            account._base_manager.filter(number=number, vat_code=None).update(vat_code_id=codes[code])
    groups = (
        {
            "kind": kind,
            "code": code,
            "name": name,
            "control_account_id": accounts[control],
            **{f"{field}_id": accounts[number] for field, number in GROUP_ACCOUNTS[kind].items()},
        }
        for kind, code, name, control in POSTING_GROUPS
    )
    add(apps.get_model("ledger", "PostingGroup"), _placed(groups))
    add(apps.get_model("ledger", "ReminderModel"), _placed([REMINDER_MODEL]))
    add(apps.get_model("ledger", "InterestModel"), _placed([INTEREST_MODEL]))
    _add_profiles(apps, codes)


def fill_series(apps: Apps) -> None:
    """Add the series that entries are numbered in."""
    add(apps.get_model("ledger", "Series"), ENTRY_SERIES)


def add(model: type[Model], rows: Iterable[Row]) -> None:
    """Insert the rows whose keys are free."""
    models = [model(**row) for row in rows]
    model._base_manager.bulk_create(models, ignore_conflicts=True)


def _stamps() -> dict[str, Any]:
    now = timezone.now()
    return {"created_at": now, "changed_at": now}


def _placed(rows: Iterable[Row]) -> list[Row]:
    return [{"position": 10 * place, **_stamps(), **row} for place, row in enumerate(rows, start=1)]


def _vat_code_row(row: Row, accounts: Mapping[str, int]) -> Row:
    kept = {name: value for name, value in row.items() if name not in ("sales_vat", "purchase_vat", "rate")}
    return {
        **kept,
        "sales_vat_account_id": accounts.get(row.get("sales_vat", "")),
        "purchase_vat_account_id": accounts.get(row.get("purchase_vat", "")),
    }


def _add_profiles(apps: Apps, codes: Mapping[str, int]) -> None:
    groups = {
        (group.kind, group.code): group.pk for group in apps.get_model("ledger", "PostingGroup")._base_manager.all()
    }
    terms = dict(apps.get_model("company", "PaymentTerms")._default_manager.values_list("code", "pk"))
    shared: Row = {
        "code": "STANDARD",
        "name": "Standard",
        "is_default": True,
        "currency_id": "DKK",
        "language": "da",
    }
    reminder = apps.get_model("ledger", "ReminderModel")._base_manager.get(code=REMINDER_MODEL["code"])
    interest = apps.get_model("ledger", "InterestModel")._base_manager.get(code=INTEREST_MODEL["code"])
    debtor: Row = {
        **shared,
        "posting_group_id": groups[PartyKind.DEBTOR, "DK"],
        "vat_code_id": codes["S25"],
        "payment_terms_id": terms.get("NETTO14"),
        "reminder_model_id": reminder.pk,
        "interest_model_id": interest.pk,
        "document_channel": DocumentChannel.MAIL,
    }
    creditor: Row = {
        **shared,
        "posting_group_id": groups[PartyKind.CREDITOR, "DK"],
        "vat_code_id": codes["K25"],
        "payment_terms_id": terms.get("NETTO30"),
    }
    add(apps.get_model("ledger", "DebtorProfile"), _placed([debtor]))
    add(apps.get_model("ledger", "CreditorProfile"), _placed([creditor]))
