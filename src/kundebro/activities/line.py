"""The quick line on its way to an activity: what was understood, what has to be asked, and what will be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Self

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kundebro.activities.facts import label_of
from kundebro.activities.operations.create import usual_type
from kundebro.activities.proposals import rule_in_words
from kundebro.activities.queries.whom import MOST, Whom, people_meant
from kundebro.activities.quick_line import Reading, read_line
from kundebro.activities.recurrence import next_day
from kundebro.core.formats import show_date, show_time
from kundebro.core.money import Money
from kundebro.prospects.models import Prospect
from kundebro.users.models import User

FEWEST_WORDS: Final = 2
LONGEST_SUBJECT: Final = 200


@dataclass(frozen=True)
class Asked:
    """A question with its answers, and the one that was chosen."""

    name: str
    sentence: str
    answers: list[tuple[str, str]]
    chosen: str = ""


@dataclass
class Line:
    """One line, read and settled as far as it has been answered."""

    text: str
    reading: Reading
    today: date
    asked: list[Asked] = field(default_factory=list)
    whom: Whom | None = None
    asks_company: bool = False

    @classmethod
    def read(
        cls,
        text: str,
        answers: Mapping[str, str],
        *,
        today: date,
        by: User,
        within: Prospect | None = None,
        chosen: Prospect | None = None,
    ) -> Self:
        """Read the text; `within` is the company whose page it was written on, `chosen` the one picked by hand."""
        line = cls(" ".join(text.split()), read_line(text, today=today), today)
        line._settle(answers)
        line._find(answers, by, within or chosen)
        return line

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to be asked."""
        return bool(self.text) and self.whom is not None and all(each.chosen for each in self.asked)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was understood, by field, in the order one reads it."""
        reading, whom = self.reading, self.whom
        day = self._day
        told = (
            (label_of("activity_type"), self._kind),
            (label_of("prospect"), whom.prospect.name if whom else reading.where),
            (_("Contact"), whom.contact.name if whom and whom.contact else ""),
            (_("When"), " ".join(filter(None, (_long(day), show_time(reading.at) if reading.at else "")))),
            (label_of("duration_minutes"), str(reading.minutes or "")),
            (label_of("value_ore"), reading.amount.format() if reading.amount else ""),
            (label_of("repeats"), capfirst(rule_in_words(reading.repeats))),
            (label_of("subject"), self.subject),
        )
        return [(name, value) for name, value in told if value]

    @property
    def subject(self) -> str:
        """What it is about; a name that nobody has stays in it."""
        reading, whom = self.reading, self.whom
        unknown = (
            reading.who if whom is not None and whom.contact is None and not self._is_company(reading.who) else ""
        )
        about = ": ".join(filter(None, (unknown, reading.subject)))
        if not about and reading.kind:
            name = whom.contact.name if whom and whom.contact else ""
            about = ": ".join(filter(None, (str(reading.kind.label), name)))
        return capfirst(about)[:LONGEST_SUBJECT]

    def values(self) -> dict[str, Any]:
        """What the operation shall write, once the line is ready."""
        reading, whom = self.reading, self.whom
        assert reading.kind is not None  # noqa: S101  ready: the kind was settled
        return {
            "activity_type": usual_type(reading.kind),
            "subject": self.subject,
            "date": self._day,
            "time": reading.at,
            "duration_minutes": reading.minutes,
            "direction": reading.direction or "",
            "value_ore": reading.amount.ore if isinstance(reading.amount, Money) else None,
            "repeats": reading.repeats,
            "contacts": [whom.contact] if whom and whom.contact else [],
        }

    @property
    def _kind(self) -> str:
        if self.reading.kind is None:
            return ""
        name = str(self.reading.kind.label)
        return _("%(kind)s, done") % {"kind": name} if self.reading.is_done else name

    @property
    def _day(self) -> date | None:
        """The day named; what has an hour is today, what repeats begins on the first day of its rule."""
        reading = self.reading
        if reading.day is not None or any(each.about == "day" for each in reading.questions):
            return reading.day
        if reading.repeats:
            return next_day(reading.repeats, since=self.today, after=self.today - timedelta(days=1)) or self.today
        return self.today if reading.at else None

    def _is_company(self, name: str) -> bool:
        return self.whom is not None and name.casefold() in self.whom.prospect.name.casefold()

    def _settle(self, answers: Mapping[str, str]) -> None:
        """Take the answers that were given; a question that is answered stays, so that one may choose again."""
        for question in list(self.reading.questions):
            if question not in self.reading.questions:
                continue
            name = f"answer-{question.about}"
            offered = {str(place): answer for place, answer in enumerate(question.answers)}
            chosen = answers.get(name, "")
            chosen = chosen if chosen in offered else ""
            labels = [(value, capfirst(str(answer.label))) for value, answer in offered.items()]
            self.asked.append(Asked(name, str(question.sentence), labels, chosen))
            if chosen:
                self.reading.settle(offered[chosen])

    def _find(self, answers: Mapping[str, str], by: User, within: Prospect | None) -> None:
        found = people_meant(self.reading.who, self.reading.where, seen_by=by, within=within)
        if len(found) == 1:
            self.whom = found[0]
        elif found:
            chosen = next((each for each in found if each.key == answers.get("whom")), None)
            self.whom = chosen
            choices = [(each.key, each.title) for each in found]
            self.asked.append(Asked("whom", _("Who is meant?"), choices, chosen.key if chosen else ""))
        self.asks_company = within is None and not 0 < len(found) < MOST


def in_few_words(reading: Reading) -> str:
    """What was understood of a line, before anybody is looked up."""
    when = " ".join(filter(None, (_long(reading.day), show_time(reading.at) if reading.at else "")))
    parts = (
        str(reading.kind.label) if reading.kind else "",
        " · ".join(filter(None, (reading.who, reading.where))),
        when,
        reading.amount.format() if reading.amount else "",
        rule_in_words(reading.repeats),
        reading.subject,
    )
    return " · ".join(filter(None, parts))


def reads_as_sentence(text: str, reading: Reading) -> bool:
    """Whether the text says what is to be done, rather than naming something to look for."""
    return reading.kind is not None and len(text.split()) >= FEWEST_WORDS


def _long(day: date | None) -> str:
    if day is None:
        return ""
    return f"{WEEKDAYS[day.weekday()]} {show_date(day)}"
