"""Danish text for machines: one form to search by, one to sort by, one that tells account numbers apart."""

import re
import unicodedata
from typing import Final

SORT_KEY_LENGTH: Final = 120

QUERY_LENGTH: Final = 200

_APOSTROPHES: Final = dict.fromkeys((0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x2BC))  # straight, grave, acute, curly, letter
_WITHOUT_ACCENT: Final = str.maketrans(
    {
        "æ": "ae",
        "ø": "o",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)  # letters that Unicode does not take apart into a letter and an accent
_SIGNS: Final = {code: " " for code in range(128) if not chr(code).isalnum()} | _APOSTROPHES
_NOT_A_WORD: Final = re.compile(r"[\W_]+")
_INITIALS: Final = re.compile(r"[./](?<=\b[^\W\d_].)(?=[^\W\d_]\b)")  # the sign first: it is rarer than letters
_PLUS_BEFORE_DIGIT: Final = re.compile(r"\+(?=\d)")
_LONG_A: Final = re.compile("a{2,}")
_OE: Final = re.compile("oe+")


def _without_accents(text: str) -> str:
    """Small letters without accents and without characters nobody can see."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold())
    return "".join(
        letter for letter in text.translate(_WITHOUT_ACCENT) if unicodedata.category(letter) not in {"Mn", "Me", "Cf"}
    )


_LATIN: Final = {
    code: _without_accents(chr(code)) if chr(code).isalnum() else None if code in _APOSTROPHES else " "
    for code in (*range(0xA0, 0x180), *range(0x2010, 0x2020))
    if code != ord("\N{SOFT HYPHEN}")
}  # what Danish files hold, in one quick step


def fold(text: str) -> str:
    """Give the form that text is searched by: the usual spellings of a Danish word all become the same one.

    Case and accents go; å, aa and a are one, so are ø, oe and o, and æ and ae; ``&``, ``+`` and ``og`` are one word;
    initials close up (``H.C.`` is ``hc``, ``A/S`` is ``as``); other signs are blanks. Folding twice changes nothing.
    """
    if not text.isascii():
        text = text.translate(_LATIN)
        if not text.isascii():
            text = _without_accents(text)
    text = text.lower()
    if "." in text or "/" in text:
        text = _INITIALS.sub("", text)
    if "&" in text:
        text = text.replace("&", " og ")
    if "+" in text:
        text = _PLUS_BEFORE_DIGIT.sub(" ", text).replace("+", " og ")
    text = text.translate(_SIGNS)
    if not text.isascii():
        text = _NOT_A_WORD.sub(" ", text)
    text = " ".join(text.split())
    if "aa" in text:
        text = _LONG_A.sub("a", text)
    if "oe" in text:
        text = _OE.sub("o", text)
    return text


_FORM: Final = r"(?:a/s|aps|i/s|k/s|p/s|ivs|[afs]\.m\.b\.a\.?|[afs]mba|as)"
_COMPANY_FORM: Final = re.compile(
    rf"\sv/\s*\S.*$|(?<![\s,])[\s,]+{_FORM}(?!\S)(?:[\s,]+{_FORM}(?!\S))*\s*$|^\s*{_FORM}\s+", re.IGNORECASE
)


def without_company_form(name: str) -> str:
    """Give the name without ``A/S``, ``ApS`` and the like, and without the owner after ``v/``."""
    return _COMPANY_FORM.sub("", _COMPANY_FORM.sub("", name)).strip() or name.strip()


_LAST_LETTERS: Final = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})
_NOT_SORTED: Final = re.compile(r"[^\w{|}]+|_+")


def sort_key(text: str) -> str:
    """Give a key whose binary order is Danish order: æ, ø and å last, aa as å, digits before letters.

    Signs count as blanks and accents do not count; ä sorts as æ, ö as ø, ü as y. At most 120 characters.
    """
    text = text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()
    text = text.translate(_SIGNS)
    if "aa" in text:
        text = text.replace("aa", "å")
    if not text.isascii():
        text = text.translate(_LAST_LETTERS)
        if not text.isascii():
            text = _NOT_SORTED.sub(" ", _without_accents(text))
    return " ".join(text.split())[:SORT_KEY_LENGTH].rstrip()


_DIGITS: Final = re.compile("[0-9]+")
_NO_DIGITS: Final = re.compile("[^0-9]+")


def digits_of(text: str) -> str:
    """Give the digits 0–9 in the text and nothing else."""
    return _NO_DIGITS.sub("", text)


def number_key(number: str) -> str:
    """Give the form in which account numbers are unique: ``K100`` and ``k 100`` are one number."""
    if number.isascii():
        return "".join(number.lower().split())
    seen = "".join(letter for letter in unicodedata.normalize("NFKC", number) if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", "".join(seen.casefold().split()))


def number_sort_key(number: str) -> str:
    """Give a key whose binary order is the natural order of account numbers: 9, 10, 10a, K9, K10."""
    key = _DIGITS.sub(_with_length, number_key(number))
    return key if key.isascii() else key.translate(_LAST_LETTERS)


def _with_length(run: re.Match[str]) -> str:
    digits = run[0].lstrip("0") or "0"
    return f"{len(digits):02}{digits}"


_NUMBER: Final = re.compile(r"[a-z]{0,3}[\s+().\-]*[0-9][0-9\s().\-]*", re.IGNORECASE)


def search_text(*parts: str) -> str:
    """Give the distinct folded words of all parts; numbers close up, and Danish phones leave out +45."""
    texts, numbers = [], []
    for part in parts:
        if part[-1:].isdigit() and _NUMBER.fullmatch(part):
            if part[0].isalpha():
                texts.append(part)
                numbers.append(_NOT_A_WORD.sub("", part).lower())
            else:
                numbers.append(digits_of(part.removeprefix("+45")))
        elif part:
            texts.append(part)
    return " ".join(dict.fromkeys((*fold("\n".join(texts)).split(), *numbers)))


_NUMBER_QUERY: Final = re.compile(
    r"\s*(?:dk|cvr|se|ean|gln|tlf)?[\s.:\-]*\(?(?:(?:\+|00)\s*45|\+|00)?([0-9\s().\-]*[0-9][0-9\s().\-]*)",
    re.IGNORECASE,
)
_DANISH_PHONE_WITH_PREFIX: Final = re.compile("45([0-9]{8})")
_NOT_ASKED_FOR: Final = frozenset({"og", "as", "aps", "is", "ks", "ps", "ivs", "amba", "fmba", "smba"})


def query_terms(text: str) -> list[str]:
    """Give the folded terms a search must find, all of them; a typed number is one term, without ``+45`` or ``DK``.

    Company forms and ``og`` are left out, unless nothing else was typed; so is what comes after 200 characters.
    """
    text = text[:QUERY_LENGTH]
    if number := _NUMBER_QUERY.fullmatch(text):
        digits = digits_of(number[1])
        phone = _DANISH_PHONE_WITH_PREFIX.fullmatch(digits)
        return [phone[1] if phone else digits]
    words = list(dict.fromkeys(fold(text).split()))
    return [word for word in words if word not in _NOT_ASKED_FOR] or words
