"""Reads what to do from one line of everyday Danish: ``ring til Bo tirsdag kl. 10 om tilbud 45.000``.

Nothing leaves the machine, and nothing is guessed: a line that may be meant in two ways comes back with a question and its
answers. What is not understood stays in the subject, word by word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundebro.activities.choices import Direction, Kind
from kundebro.core.dates import day_named, holiday_name, next_working_day
from kundebro.core.formats import parse_time, show_date, show_time
from kundebro.core.money import Money

LONGEST: Final = 500
Words = str | Promise


@dataclass(frozen=True)
class Answer:
    """One way the line may be meant, and the fields of the reading that it settles."""

    label: Words
    settles: dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What has to be asked; `about` names the field in doubt."""

    about: str
    sentence: Words
    answers: tuple[Answer, ...]


@dataclass
class Reading:
    """What a line says. Days are local dates; the amount is in kroner; minutes are how long it takes."""

    kind: Kind | None = None
    is_done: bool = False
    direction: Direction | None = None
    who: str = ""
    where: str = ""
    day: date | None = None
    at: time | None = None
    minutes: int | None = None
    amount: Money | None = None
    repeats: str = ""
    subject: str = ""
    questions: list[Question] = field(default_factory=list)

    def settle(self, answer: Answer) -> None:
        """Take an answer, and with it every question about the same field away."""
        for name, value in answer.settles.items():
            setattr(self, name, value)
        self.questions = [each for each in self.questions if each.about not in answer.settles]


_KINDS: Final = (
    (
        Kind.CALL,
        Direction.OUT,
        r"ring(?:e)?(?: op)?(?: til)?|opkald(?: til)?|telefonmøde med|tlf\.?(?: til)?|kald op til",
    ),
    (
        Kind.MEETING,
        None,
        r"møde(?: med| hos)?|mødes(?: med)?|besøg(?:e)?(?: hos)?|kaffe med|frokost med|demo(?: for| hos)?",
    ),
    (Kind.QUOTE, Direction.OUT, r"(?:send|lav|giv|udarbejd)(?:e)? (?:et )?tilbud(?: til| på)?|tilbud til"),
    (
        Kind.MAIL,
        Direction.OUT,
        r"(?:send(?:e)? (?:en )?)?(?:e-?)?mail(?:e)?(?: til)?|skriv(?:e)?(?: til)?|svar(?:e)?(?: til| på)?",
    ),
    (Kind.NOTE, None, r"not(?:e|at|er)(?: om)?:?"),
    (
        Kind.TASK,
        None,
        r"husk(?: at)?|opgave:?|to-?do:?|følg op(?: på| hos| med)?|opfølgning(?: på| hos| med)?|få sendt",
    ),
)
_DONE: Final = (
    (
        Kind.CALL,
        Direction.OUT,
        r"(?:har )?(?:ringede|ringet|talte|talt|snakkede|snakket)(?: i telefon)?(?: til| med)?",
    ),
    (
        Kind.MEETING,
        None,
        r"(?:har )?(?:mødtes|mødt|besøgte|besøgt)(?: med| hos)?|(?:har )?(?:havde|haft) møde (?:med|hos)",
    ),
    (Kind.QUOTE, Direction.OUT, r"(?:har )?(?:sendte?|sendt|gav|givet|afgivet) (?:et )?tilbud(?: til| på)?"),
    (Kind.MAIL, Direction.OUT, r"(?:har )?(?:mailede|mailet|skrev|skrevet|svarede|svaret)(?: til)?"),
)
_CALLED_US: Final = re.compile(
    r"^(?P<who>[A-ZÆØÅ][\w.\-]*(?: [A-ZÆØÅ][\w.\-]*){0,3}) (?P<verb>ringede|mailede|skrev)\b(?! til)(?: til os)?"
)
_COUNTS: Final = {
    "en": 1, "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10, "fjorten": 14,
}  # fmt: skip
_COUNT: Final = rf"(?:[0-9]{{1,3}}|{'|'.join(_COUNTS)})"
_WEEKDAY: Final = "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag"
_SHORT_WEEKDAY: Final = "man|tirs?|ons|tors?|fre|lør|søn"
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTH: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|okt|nov|dec"
_UNITS: Final = {"dag": 1, "dage": 1, "uge": 7, "uger": 7}
_EARLY: Final = 7
_NOON: Final = 12
_LEAST_AMOUNT: Final = 1000


def read_line(text: str, *, today: date) -> Reading:
    """What the line says, seen from `today`; at most 500 characters are read."""
    line = _Line(" ".join(text[:LONGEST].split()))
    reading = Reading()
    for step in (_read_kind, _read_repeat, _read_time, _read_duration, _read_day, _read_amount, _read_people):
        step(line, reading, today)
    reading.subject = line.rest()
    if reading.kind is None:
        kinds = (Kind.CALL, Kind.MEETING, Kind.MAIL, Kind.TASK, Kind.NOTE)
        answers = tuple(Answer(kind.label, {"kind": kind}) for kind in kinds)
        reading.questions.insert(0, Question("kind", _("What is to be done?"), answers))
    if reading.is_done and reading.day is None:
        reading.day = today
    return reading


class _Line:
    """The line, and what of it has been read: read parts are blanked out, so that places stay what they are."""

    READ = "\x00"

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: str, *, flags: int = re.IGNORECASE) -> re.Match[str] | None:
        """The first place where whole words fit the pattern; it is read then."""
        found = re.search(rf"(?<![\w.]){pattern}(?![\w])", self.text, flags)
        if found and found.group():
            self.blank(found)
            return found
        return None

    def blank(self, found: re.Match[str]) -> None:
        """Count the place as read."""
        self.text = self.text[: found.start()] + self.READ * len(found.group()) + self.text[found.end() :]

    def rest(self) -> str:
        """What has not been read, without the small words that led to what has."""
        text = re.sub(rf"{self.READ}+", " ", self.text)
        text = re.sub(
            r"^[\s,.:;–-]*(?:(?:og|om|at|vedr\.?|angående|ang\.?|på|i|d\.|den|kl\.?)\b[\s:]*)?", "", text.strip()
        )
        text = re.sub(r"(?:^|\s)(?:eller|og)(?=\s*$)", "", text)
        text = re.sub(r"\s+(?:om|på|i|den|d\.|og|kl\.?)(?=\s*$|\s*,)", "", text)
        return " ".join(text.split()).strip(" ,;:–-")


def _read_kind(line: _Line, reading: Reading, _today: date) -> None:
    if called := _CALLED_US.search(line.text):
        kind = Kind.CALL if called["verb"] == "ringede" else Kind.MAIL
        reading.kind, reading.direction, reading.is_done, reading.who = kind, Direction.IN, True, called["who"]
        line.blank(called)
        return
    found: list[tuple[int, int, Kind, Direction | None, bool, re.Match[str]]] = []
    head = re.split(r"\b(?:vedr|ang|angående)\b", line.text, maxsplit=1, flags=re.IGNORECASE)[0]
    for is_done, table in ((True, _DONE), (False, _KINDS)):
        for kind, direction, words in table:
            if match := re.search(rf"(?<![\w]){'(?:' + words + ')'}(?![\w])", head, re.IGNORECASE):
                found.append((match.start(), -len(match.group()), kind, direction, is_done, match))
    if not found:
        return
    start, _length, kind, direction, is_done, match = min(found, key=lambda each: each[:2])
    if start and kind == Kind.QUOTE and not is_done and match.group().casefold() == "tilbud til":
        return
    reading.kind, reading.direction, reading.is_done = kind, direction, is_done
    text = line.text
    line.blank(match)
    if match.group().lower().endswith("hos"):
        line.text = line.text[: match.end() - 3] + "hos" + line.text[match.end() :]
    line.take(r"eller (?:at )?(?:ringe?|maile?|skrive?|mødes)(?: til| med)?")
    others = {each[2] for each in found if each[2] != kind and _is_second_verb(text, each[5])}
    for other in sorted(others, key=lambda each: list(Kind).index(each)):
        answers = (Answer(kind.label, {"kind": kind}), Answer(other.label, {"kind": other}))
        reading.questions.append(Question("kind", _("Which of the two is this line about?"), answers))
        break


def _is_second_verb(text: str, match: re.Match[str]) -> bool:
    """Whether another thing to do is named after “eller” (“ring eller mail”)."""
    return bool(re.search(r"\beller (?:at )?$", text[: match.start()], re.IGNORECASE))


def _read_repeat(line: _Line, reading: Reading, today: date) -> None:
    unit = rf"(?P<day>{_WEEKDAY})|(?P<unit>hverdag|dag|uge|måned|kvartal|halve år|halvår|år)"
    match = line.take(
        rf"(?:den (?P<nth>[0-9]{{1,2}})\. i )?hver(?:t)? (?:(?P<second>anden|andet)|(?P<count>[0-9]{{1,2}})\.? )? ?(?:{unit})"
    )
    if match is None:
        return
    count = 2 if match["second"] else int(match["count"] or 1)
    every = f";INTERVAL={count}" if count > 1 else ""
    if match["day"]:
        weekday = _DAYS[_WEEKDAY.split("|").index(match["day"].lower())]
        reading.repeats = f"FREQ=WEEKLY{every};BYDAY={weekday}"
        reading.day = _coming(match["day"], today)
        return
    rules = {
        "hverdag": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "dag": f"FREQ=DAILY{every}",
        "uge": f"FREQ=WEEKLY{every}",
        "måned": f"FREQ=MONTHLY{every}",
        "kvartal": f"FREQ=MONTHLY;INTERVAL={3 * count}",
        "halve år": f"FREQ=MONTHLY;INTERVAL={6 * count}",
        "halvår": f"FREQ=MONTHLY;INTERVAL={6 * count}",
        "år": f"FREQ=YEARLY{every}",
    }
    reading.repeats = rules[match["unit"].lower()]
    if match["nth"] and match["unit"].lower() == "måned":
        reading.repeats += f";BYMONTHDAY={int(match['nth'])}"
        reading.day = _next_monthday(int(match["nth"]), today)


def _read_time(line: _Line, reading: Reading, _today: date) -> None:
    part = r"(?: om (?P<part>morgenen|formiddagen|eftermiddagen|aftenen))?"
    clock = r"(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?"
    until = r"(?:(?: ?[-–] ?| til )(?P<end>[0-9]{1,2}(?:[.:][0-9]{2})?))?"
    match = line.take(rf"(?:kl\.?|klokken) ?{clock}{until}{part}") or line.take(
        rf"(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}}){until}{part}"
    )
    if match is None and (spoken := _spoken_time(line)):
        hour, minute, part_of_day, end = *spoken, None
    elif match is not None:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        part_of_day, end = match["part"], match["end"]
    else:
        _read_bare_time(line, reading)
        return
    if not _is_time(hour, minute):
        return
    evening = part_of_day in ("eftermiddagen", "aftenen") or re.search(
        r"\bi aften\b|\baften\b", line.text, re.IGNORECASE
    )
    if evening and hour < _NOON:
        hour += _NOON
    elif hour < _EARLY and not part_of_day and (match is None or match["minute"] is None):
        answers = tuple(
            Answer(show_time(time(each, minute)), {"at": time(each, minute)}) for each in (hour + _NOON, hour)
        )
        reading.questions.append(Question("at", _("At what time?"), answers))
        return
    reading.at = time(hour, minute)
    if end:
        try:
            ends = parse_time(end.replace(":", "."))
        except ValidationError:
            return
        span = (ends.hour * 60 + ends.minute) - (hour * 60 + minute)
        reading.minutes = span if span > 0 else None


def _spoken_time(line: _Line) -> tuple[int, int, str | None] | None:
    hours = rf"(?P<hour>{_COUNT}|elleve|tolv)"
    names = {**_COUNTS, "elleve": 11, "tolv": 12}
    for words, minutes in ((r"halv", -30), (r"kvart over", 15), (r"kvart i", -15)):
        if match := line.take(rf"(?:kl\.? )?{words} {hours}"):
            told = match["hour"].lower()
            whole = names.get(told) or int(told)
            if not _is_time(whole % 24, 0):
                return None
            total = (whole % 24 * 60 + minutes) % (24 * 60)
            return total // 60, total % 60, None
    return None


def _is_time(hour: int, minute: int) -> bool:
    return hour in range(24) and minute in range(60)


def _read_bare_time(line: _Line, reading: Reading) -> None:
    """``10.30`` without ``kl.``: a time if it cannot be a day."""
    match = re.search(r"(?<![\w.,])(?P<hour>[0-9]{1,2})\.(?P<minute>[0-9]{2})(?![\w.])", line.text)
    if match is None or not _is_time(int(match["hour"]), int(match["minute"])):
        return
    if day_named(match.group(), today=date(2024, 1, 1)) is None:
        line.blank(match)
        reading.at = time(int(match["hour"]), int(match["minute"]))


def _read_duration(line: _Line, reading: Reading, _today: date) -> None:
    if line.take(r"(?:i )?halvanden time"):
        reading.minutes = 90
    elif line.take(r"(?:i )?en halv time"):
        reading.minutes = 30
    elif line.take(r"(?:i )?(?:et|1) kvarter"):
        reading.minutes = 15
    elif match := line.take(rf"(?:i )?(?P<count>{_COUNT}(?:,[0-9])?) ?(?P<unit>min(?:utter|\.)?|timer?|t\.)(?!\w)"):
        told = match["count"].lower()
        count = float(_COUNTS.get(told) or told.replace(",", "."))
        reading.minutes = round(count * (60 if match["unit"].lower().startswith("t") else 1))


def _read_day(line: _Line, reading: Reading, today: date) -> None:
    days = list(_days_named(line, today))
    if not days:
        return
    if len(days) > 1 and all(isinstance(each, date) for each in days):
        distinct = sorted({each for each in days if isinstance(each, date)})
        if len(distinct) > 1:
            reading.questions.append(_which_day(distinct, today))
            return
    first = days[0]
    if isinstance(first, Question):
        reading.questions.append(first)
        return
    if first < today and not reading.is_done:
        later = _year_later(first)
        answers = (
            Answer(_("%(day)s, and it is done") % {"day": show_date(first)}, {"day": first, "is_done": True}),
            Answer(show_date(later), {"day": later}),
        )
        reading.questions.append(Question("day", _("That day has been. Which is meant?"), answers))
        return
    reading.day = first


Named = date | Question


def _days_named(line: _Line, today: date) -> Iterator[Named]:
    """Each day that the line names, as a date, or as the question that has to be asked."""
    for read in (
        _relative,
        _next_weekday,
        _next_week,
        _part_of_month,
        _season,
        _dated,
        _weekday,
        _plain_word,
        _of_month,
    ):
        while (named := read(line, today)) is not None:
            yield named


def _relative(line: _Line, today: date) -> Named | None:
    match = line.take(rf"om (?P<count>{_COUNT}) (?P<unit>dage?|uger?|måned(?:er)?|år)")
    if match is None:
        if line.take(r"om et halvt år"):
            return next_working_day(_months_later(today, 6))
        if line.take(r"om et par dage"):
            days = {next_working_day(today + timedelta(days=days)) for days in (2, 3, 5)}
            return _which_day(sorted(days), today)
        return None
    told = match["count"].lower()
    count, unit = _COUNTS.get(told) or int(told), match["unit"].lower()
    if unit in _UNITS:
        return next_working_day(today + timedelta(days=count * _UNITS[unit]))
    return next_working_day(_months_later(today, count * (12 if unit == "år" else 1)))


def _next_weekday(line: _Line, today: date) -> Named | None:
    match = line.take(rf"(?:på )?næste (?P<day>{_WEEKDAY})")
    if match is None:
        return None
    first = _coming(match["day"], today)
    return _which_day([first, first + timedelta(days=7)], today)


def _next_week(line: _Line, today: date) -> Named | None:
    weeks = {"denne uge": 0, "næste uge": 1}
    match = line.take(rf"(?:(?P<day>{_WEEKDAY}) )?(?:i )?(?P<week>denne uge|næste uge)")
    if match is None:
        return None
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * weeks[match["week"].lower()])
    if match["day"]:
        return monday + timedelta(days=_WEEKDAY.split("|").index(match["day"].lower()))
    days = [monday + timedelta(days=each) for each in range(5)]
    return _which_day([day for day in days if day >= today and not holiday_name(day)], today)


def _part_of_month(line: _Line, today: date) -> Named | None:
    match = line.take(rf"(?P<part>primo|medio|ultimo|først i|midt i|sidst i) (?P<month>{_MONTH})")
    if match is None:
        if line.take(r"(?:sidst på|i slutningen af) måneden|ultimo måneden"):
            return _last_working_day(_months_later(today.replace(day=1), 1))
        return None
    first = day_named(f"1. {match['month'].lower()}", today=today)
    if first is None:
        return None
    first = first if _months_later(first, 1) > today else _year_later(first)
    part = match["part"].lower()
    if part in ("primo", "først i"):
        return next_working_day(max(first, today))
    if part in ("medio", "midt i"):
        return next_working_day(first.replace(day=15))
    return _last_working_day(_months_later(first, 1))


def _season(line: _Line, today: date) -> Named | None:
    if line.take(r"efter nytår"):
        return next_working_day(date(today.year + 1, 1, 2))
    if line.take(r"efter jul"):
        return next_working_day(date(today.year, 12, 27))
    if line.take(r"(?:inden|før) jul"):
        return _last_working_day(date(today.year, 12, 24))
    if line.take(r"efter (?:sommer)?ferien|efter sommerferien"):
        year = today.year if today < date.fromisocalendar(today.year, 32, 1) else today.year + 1
        return _which_day([date.fromisocalendar(year, week, 1) for week in (32, 33)], today)
    return None


def _dated(line: _Line, today: date) -> Named | None:
    month = rf"(?:[-./](?P<number>[0-9]{{1,2}})|\.? (?P<name>{_MONTH}))"
    match = line.take(
        rf"(?:(?:inden|senest|før|fra|til) )?(?:den |d\. ?)?(?P<day>[0-9]{{1,2}})(?:{month})\.?(?:[-./ ](?P<year>[0-9]{{4}}|[0-9]{{2}}(?![.,]?[0-9])))?(?![.,]?[0-9])"
    ) or line.take(r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})")
    if match is None:
        if week := line.take(r"(?:i )?uge [0-9]{1,2}"):
            return day_named(week.group().lower().removeprefix("i "), today=today)
        return None
    told = match.groupdict()
    if told.get("iso"):
        named = day_named(told["iso"], today=today)
    else:
        year = f"-{told['year']}" if told["year"] else ""
        named = day_named(f"{told['day']}-{(told['number'] or told['name']).lower()}{year}", today=today)
    if named is None:
        return None
    if named >= today and holiday_name(named):
        sentence = _("%(day)s is %(holiday)s. Which day?") % {"day": show_date(named), "holiday": holiday_name(named)}
        return Question("day", sentence, _days_to_choose([named, next_working_day(named)], today))
    return named


def _weekday(line: _Line, today: date) -> Named | None:
    match = line.take(
        rf"(?:(?:på|inden|senest|fra) )?(?P<day>{_WEEKDAY}|(?:{_SHORT_WEEKDAY})\.)(?:s)?(?: (?:den|d\.)(?= [0-9]))?"
    )
    if match is None:
        return None
    named = match["day"].lower().rstrip(".")
    coming = _coming(named, today)
    if coming - today == timedelta(days=7) and not match.group().lower().startswith("på "):
        return _which_day([today, coming], today)
    return coming


def _plain_word(line: _Line, today: date) -> Named | None:
    match = line.take(
        r"(?P<word>i overmorgen|overmorgen|i morgen|i dag|i går|i forgårs|i aften|i eftermiddag|i formiddag|nu)(?: tidlig)?"
    )
    if match is None:
        return None
    word = match["word"].lower()
    return day_named(word, today=today) or today


def _of_month(line: _Line, today: date) -> Named | None:
    match = line.take(r"(?:den|d\.) ?(?P<day>[0-9]{1,2})\.(?! ?[0-9])")
    if match is None:
        return None
    return _next_monthday(int(match["day"]), today)


def _read_amount(line: _Line, reading: Reading, _today: date) -> None:
    number = r"(?P<number>[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?|[0-9]+(?:,[0-9]{1,2})?)"
    for pattern, factor in (
        (rf"(?:på |til )?{number} ?(?:mio\.?|millioner?)(?: ?kr\.?| kroner)?", 1_000_000),
        (rf"(?:på |til )?{number} ?(?:t\.? ?kr\.?|tkr\.?|k|tusinde?)", 1000),
        (rf"(?:på |til )?{number} ?(?:kr\.?|kroner|DKK|,-)", 1),
        (rf"(?:på |til )?kr\.? ?{number}", 1),
        (r"(?:på |til )?(?P<number>[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?)", 1),
    ):
        if match := line.take(pattern):
            reading.amount = _amount(match["number"], factor)
            return
    match = re.search(r"(?P<before>\btilbud(?:det)? )(?P<number>[0-9]{4,9})(?![\w.,/-])", line.text, re.IGNORECASE)
    if match:
        amount, number_told = _amount(match["number"], 1), match["number"]
        answers = (
            Answer(str(amount), {"amount": amount}),
            Answer(_("Quote no. %(number)s") % {"number": number_told}, {"amount": None}),
        )
        reading.questions.append(Question("amount", _("Is %(number)s an amount?") % {"number": number_told}, answers))


def _amount(number: str, factor: int) -> Money:
    """Whole øre, exact: at most two decimals can be written."""
    whole, _comma, part = number.replace(".", "").partition(",")
    return Money((int(whole) * 100 + int(part.ljust(2, "0") or 0)) * factor)


def _read_people(line: _Line, reading: Reading, _today: date) -> None:
    word = r"(?:[AIKP]/S|[A-ZÆØÅ][\w&.'\-]*)"
    name = rf"(?P<name>\S+@\S+|{word}(?: (?:{word}|& {word}|og {word}(?= {word})))*)"
    if place := line.take(rf"(?:hos|fra|i firmaet) {name}", flags=0):
        reading.where = place["name"].rstrip(".,")
    if not reading.who and reading.kind is not None:
        after = re.search(rf"{_Line.READ}\s*{name}", line.text) or re.search(rf"\b(?:til|med|hos) {name}", line.text)
        if after:
            reading.who = after["name"].rstrip(".,")
            rest = line.text[: after.start()] + _Line.READ * len(after.group()) + line.text[after.end() :]
            line.text = rest


def _coming(weekday: str, today: date) -> date:
    """The next such weekday after today."""
    return day_named(weekday, today=today) or today  # the patterns name weekdays only


def _which_day(days: Sequence[date], today: date) -> Question:
    return Question("day", _("Which day?"), _days_to_choose(days, today))


def _days_to_choose(days: Sequence[date], _today: date) -> tuple[Answer, ...]:
    return tuple(Answer(_long(day), {"day": day}) for day in days)


def _long(day: date) -> str:
    return f"{_WEEKDAY.split('|')[day.weekday()]} {show_date(day)}"


def _next_monthday(day: int, today: date) -> date | None:
    """The next day of that number, this month or a later one."""
    first = today.replace(day=1)
    for months in range(13):
        try:
            found = _months_later(first, months).replace(day=day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def _year_later(day: date) -> date:
    return _months_later(day, 12)


def _last_working_day(before: date) -> date:
    day = before - timedelta(days=1)
    while next_working_day(day) != day:
        day -= timedelta(days=1)
    return day
