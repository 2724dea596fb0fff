"""Countries, currencies and postal codes to begin with."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies
from phonenumbers import country_code_for_region
from stdnum.eu.vat import MEMBER_STATES

from kundebro.company.data import read_csv
from kundebro.core.danish import sort_key

DANISH, ENGLISH = Locale("da"), Locale("en")
NOT_COUNTRIES = {"EU", "XA", "XB", "XK", "ZZ"}
OTHER_CODES = {"alpha3", "numeric"}
WITHDRAWN = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR", "230", "249", "278", "280", "720", "736", "886"}
NORTHERN_IRELAND = "XI"

FIRST_CURRENCIES = ("DKK", "EUR", "SEK", "NOK", "USD", "GBP")
MINOR_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}  # ISO 4217; every other currency in use has two. CLDR counts the coins instead (RSD 0), which is no help to a ledger.
NEW_CURRENCIES = {
    "XCG": ("caribisk gylden", "Caribbean guilder"),
    "ZWG": ("zimbabwisk guld", "Zimbabwean gold"),
}  # not in CLDR's Danish yet


def country_rows() -> list[dict[str, Any]]:
    """The 249 countries of ISO 3166-1 in Danish order, Denmark first: names from CLDR, EU from the VAT area."""
    other_codes = _other_codes()
    members = {code.upper() for code in MEMBER_STATES} - {NORTHERN_IRELAND}
    codes = sorted(other_codes, key=lambda code: (code != "DK", sort_key(DANISH.territories[code])))
    return [
        {
            "code": code,
            "alpha3": other_codes[code]["alpha3"],
            "numeric": other_codes[code]["numeric"],
            "name": DANISH.territories[code],
            "name_en": ENGLISH.territories[code],
            "is_eu": code in members,
            "phone_prefix": f"+{prefix}" if (prefix := country_code_for_region(code)) else "",
            "currency_id": currency_of(code),
            "language": language_of(code),
            "position": position,
        }
        for position, code in enumerate(codes)
    ]


def currency_rows() -> list[dict[str, Any]]:
    """Every currency that is legal tender somewhere, those of Danish trade first."""
    used = {code for country in _other_codes() for code in get_territory_currencies(country)}
    in_order = [*FIRST_CURRENCIES, *sorted(used.difference(FIRST_CURRENCIES))]
    return [
        {
            "code": code,
            "name": names[0],
            "name_en": names[1],
            "minor_digits": next((digits for digits, codes in MINOR_DIGITS.items() if code in codes), 2),
            "position": position,
        }
        for position, code in enumerate(in_order)
        for names in [NEW_CURRENCIES.get(code) or (DANISH.currencies[code], ENGLISH.currencies[code])]
    ]


def postal_code_rows() -> list[dict[str, Any]]:
    """The Danish postal codes; tools/postal_codes.py tells where they come from."""
    return [{"country_id": "DK", **row} for row in read_csv("postal_codes.csv")]


def currency_of(country: str) -> str | None:
    """The country's own currency where it has several; None for the Antarctic."""
    tender = get_territory_currencies(country)
    return next((code for code in tender if code.startswith(country)), tender[0] if tender else None)


def language_of(country: str) -> str:
    """The official language most people there speak (ISO 639), without its script; empty where nobody lives."""
    return next(iter(get_official_languages(country, de_facto=True)), "").partition("_")[0]


def _other_codes() -> dict[str, dict[str, str]]:
    """Alpha-3 and numeric code of every ISO country, which CLDR keeps as aliases of alpha-2."""
    found: dict[str, dict[str, str]] = {code: {} for code in map(str, DANISH.territories) if len(code) == len("DK")}
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    for alias, (code, *more) in aliases.items():
        if len(alias) == len("DNK") and alias not in WITHDRAWN and code in found and not more:
            found[code]["numeric" if alias.isdigit() else "alpha3"] = alias
    return {code: codes for code, codes in found.items() if code not in NOT_COUNTRIES and codes.keys() == OTHER_CODES}
