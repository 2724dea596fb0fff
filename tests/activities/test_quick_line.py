"""One line of Danish becomes an activity; what may be meant in two ways is asked about. Today is Thursday 26 November 2026."""

from datetime import date, time
from typing import Any, Final

import pytest

from kundebro.activities.choices import Direction, Kind
from kundebro.activities.quick_line import Reading, read_line
from kundebro.core.money import Money

TODAY: Final = date(2026, 11, 26)
CALL, MEETING, MAIL, QUOTE, NOTE, TASK = (Kind(each) for each in ("call", "meeting", "mail", "quote", "note", "task"))


def day(number: int, month: int = 12, year: int = 2026) -> date:
    return date(year, month, number)


def kr(amount: int) -> Money:
    return Money(amount * 100)


CLEAR: Final[dict[str, dict[str, Any]]] = {
    "ring til Bo tirsdag kl. 10 om tilbud 45.000": {
        "kind": CALL, "who": "Bo", "day": day(1), "at": time(10), "amount": kr(45000), "subject": "tilbud",
    },
    "Ring Bo Hansen i morgen": {"kind": CALL, "who": "Bo Hansen", "day": day(27, 11)},
    "ring til Bo mandag": {"kind": CALL, "who": "Bo", "day": day(30, 11)},
    "ring til Bo på torsdag": {"kind": CALL, "who": "Bo", "day": day(3)},
    "ring 45 32 10 20": {"kind": CALL, "subject": "45 32 10 20"},
    "ring til Ole uge 49": {"kind": CALL, "who": "Ole", "day": day(30, 11)},
    "ring til Ole kl. 3 om eftermiddagen": {"kind": CALL, "who": "Ole", "at": time(15)},
    "ring til Ole i aften kl. 8": {"kind": CALL, "who": "Ole", "day": TODAY, "at": time(20)},
    "ring til Bo efter jul": {"kind": CALL, "who": "Bo", "day": day(28)},
    "ring til Bo efter nytår": {"kind": CALL, "who": "Bo", "day": day(4, 1, 2027)},
    "ring til Bo ultimo december": {"kind": CALL, "who": "Bo", "day": day(30)},
    "ring til Bo primo januar": {"kind": CALL, "who": "Bo", "day": day(4, 1, 2027)},
    "ring til Bo medio januar": {"kind": CALL, "who": "Bo", "day": day(15, 1, 2027)},
    "ring til Bo sidst på måneden": {"kind": CALL, "who": "Bo", "day": day(30, 11)},
    "ring til Bo om et halvt år": {"kind": CALL, "who": "Bo", "day": day(26, 5, 2027)},
    "ring til Bo om 2 måneder": {"kind": CALL, "who": "Bo", "day": day(26, 1, 2027)},
    "ring til Bo om en måned om kontrakten": {"kind": CALL, "who": "Bo", "day": day(28), "subject": "kontrakten"},
    "ring til Bo om to dage": {"kind": CALL, "who": "Bo", "day": day(30, 11)},
    "ring til Bo lørdag": {"kind": CALL, "who": "Bo", "day": day(28, 11)},
    "ring til Bo den 5.": {"kind": CALL, "who": "Bo", "day": day(5)},
    "ring til Bo d. 1. kl. 8.30": {"kind": CALL, "who": "Bo", "day": day(1), "at": time(8, 30)},
    "ring til Bo 26-11-2026 14:30": {"kind": CALL, "who": "Bo", "day": TODAY, "at": time(14, 30)},
    "ring til Mette fra Nordisk Kabel i overmorgen": {
        "kind": CALL, "who": "Mette", "where": "Nordisk Kabel", "day": day(28, 11),
    },
    "kald op til Søren fredag": {"kind": CALL, "who": "Søren", "day": day(27, 11)},
    "møde hos Fjordens Færger A/S fredag kl. 13.30-15": {
        "kind": MEETING, "where": "Fjordens Færger A/S", "day": day(27, 11), "at": time(13, 30), "minutes": 90,
    },
    "møde med Åse Ågård 3. december kl 9": {"kind": MEETING, "who": "Åse Ågård", "day": day(3), "at": time(9)},
    "besøg hos Jensen & Søn ApS d. 3/12 kl. 14": {
        "kind": MEETING, "where": "Jensen & Søn ApS", "day": day(3), "at": time(14),
    },
    "møde fredag halv 10": {"kind": MEETING, "day": day(27, 11), "at": time(9, 30)},
    "møde fredag kvart over ni": {"kind": MEETING, "day": day(27, 11), "at": time(9, 15)},
    "møde fredag kvart i ti": {"kind": MEETING, "day": day(27, 11), "at": time(9, 45)},
    "møde fredag 10.30": {"kind": MEETING, "day": day(27, 11), "at": time(10, 30)},
    "møde fredag 30 min": {"kind": MEETING, "day": day(27, 11), "minutes": 30},
    "møde fredag i halvanden time": {"kind": MEETING, "day": day(27, 11), "minutes": 90},
    "møde fredag kl. 9 i 2 timer": {"kind": MEETING, "day": day(27, 11), "at": time(9), "minutes": 120},
    "frokost med Lars onsdag kl. 12": {"kind": MEETING, "who": "Lars", "day": day(2), "at": time(12)},
    "mødes med Karen tirsdag i næste uge": {"kind": MEETING, "who": "Karen", "day": day(1)},
    "mail til Mette om priser": {"kind": MAIL, "who": "Mette", "subject": "priser"},
    "send en mail til Mette i morgen": {"kind": MAIL, "who": "Mette", "day": day(27, 11)},
    "skriv til lone@firma.example om levering": {"kind": MAIL, "who": "lone@firma.example", "subject": "levering"},
    "svar på Mettes forespørgsel i dag": {"kind": MAIL, "day": TODAY},
    "send tilbud til Nordisk Kabel på 1,2 mio. kr.": {"kind": QUOTE, "who": "Nordisk Kabel", "amount": kr(1_200_000)},
    "send tilbud 45.000 kr. til Jens senest fredag": {
        "kind": QUOTE, "who": "Jens", "amount": kr(45000), "day": day(27, 11),
    },
    "tilbud til Hansen 45 t.kr.": {"kind": QUOTE, "who": "Hansen", "amount": kr(45000)},
    "lav tilbud til Hansen på 12.500,50": {"kind": QUOTE, "who": "Hansen", "amount": Money(1_250_050)},
    "husk at sende katalog om 14 dage": {"kind": TASK, "day": day(10), "subject": "sende katalog"},
    "følg op på tilbud om en uge": {"kind": TASK, "day": day(3), "subject": "tilbud"},
    "opgave: opdater prisliste inden jul": {"kind": TASK, "day": day(23), "subject": "opdater prisliste"},
    "note: har skiftet indkøber": {"kind": NOTE, "subject": "har skiftet indkøber"},
    "hver mandag ring til Bo": {"kind": CALL, "who": "Bo", "day": day(30, 11), "repeats": "FREQ=WEEKLY;BYDAY=MO"},
    "ring til Bo hver anden tirsdag kl. 8": {
        "kind": CALL, "who": "Bo", "day": day(1), "at": time(8), "repeats": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    },
    "husk lagerstatus den 1. i hver måned": {
        "kind": TASK, "day": day(1), "repeats": "FREQ=MONTHLY;BYMONTHDAY=1", "subject": "lagerstatus",
    },
    "ring til Bo hvert kvartal": {"kind": CALL, "who": "Bo", "repeats": "FREQ=MONTHLY;INTERVAL=3"},
    "opgave: tjek ordrer hver hverdag": {
        "kind": TASK, "repeats": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "subject": "tjek ordrer",
    },
    "talte med Bo om nye maskiner": {
        "kind": CALL, "is_done": True, "who": "Bo", "day": TODAY, "subject": "nye maskiner",
    },
    "ringede til Bo i går, han vil tænke over det": {
        "kind": CALL, "is_done": True, "who": "Bo", "day": day(25, 11), "subject": "han vil tænke over det",
    },
    "mødtes med Karen Holm i går om samarbejde": {
        "kind": MEETING, "is_done": True, "who": "Karen Holm", "day": day(25, 11), "subject": "samarbejde",
    },
    "har sendt tilbud til Hansen på 80.000": {
        "kind": QUOTE, "is_done": True, "who": "Hansen", "day": TODAY, "amount": kr(80000),
    },
    "Bo ringede om reklamation": {"kind": CALL, "is_done": True, "who": "Bo", "day": TODAY, "subject": "reklamation"},
}  # fmt: skip

IN_DOUBT: Final[dict[str, tuple[str, list[dict[str, Any]]]]] = {
    "ring til Bo torsdag": ("day", [{"day": TODAY}, {"day": day(3)}]),
    "ring til Ole næste fredag": ("day", [{"day": day(27, 11)}, {"day": day(4)}]),
    "ring til Ole i næste uge": ("day", [{"day": each} for each in (day(30, 11), day(1), day(2), day(3), day(4))]),
    "ring til Bo mandag eller tirsdag": ("day", [{"day": day(30, 11)}, {"day": day(1)}]),
    "ring til Ole 3. november": ("day", [{"day": day(3, 11), "is_done": True}, {"day": day(3, 11, 2027)}]),
    "ring til Bo 24. december": ("day", [{"day": day(24)}, {"day": day(28)}]),
    "ring til Bo efter sommerferien": ("day", [{"day": day(9, 8, 2027)}, {"day": day(16, 8, 2027)}]),
    "ring til Bo om et par dage": ("day", [{"day": day(30, 11)}, {"day": day(1)}]),
    "ring kl. 3 til Ole": ("at", [{"at": time(15)}, {"at": time(3)}]),
    "ring til Bo om tilbud 10045": ("amount", [{"amount": kr(10045)}, {"amount": None}]),
    "ring eller mail til Bo i morgen": ("kind", [{"kind": CALL}, {"kind": MAIL}]),
    "Bo tirsdag": ("kind", [{"kind": each} for each in (CALL, MEETING, MAIL, TASK, NOTE)]),
}


@pytest.mark.parametrize("line", CLEAR)
def test_a_clear_line_is_read_without_a_question(line: str) -> None:
    reading = read_line(line, today=TODAY)

    said = CLEAR[line]
    assert reading.questions == []
    assert {name: getattr(reading, name) for name in said} == said


@pytest.mark.parametrize("line", IN_DOUBT)
def test_a_line_in_doubt_asks_instead_of_guessing(line: str) -> None:
    reading = read_line(line, today=TODAY)

    about, answers = IN_DOUBT[line]
    assert [(each.about, [answer.settles for answer in each.answers]) for each in reading.questions] == [
        (about, answers)
    ]


def test_an_answer_settles_what_was_in_doubt() -> None:
    reading = read_line("ring til Bo torsdag kl. 3", today=TODAY)
    assert [each.about for each in reading.questions] == ["at", "day"]

    for question in list(reading.questions):
        reading.settle(question.answers[0])

    assert (reading.day, reading.at, reading.questions) == (TODAY, time(15), [])


def test_who_called_is_told_apart_from_whom_we_called() -> None:
    assert read_line("Bo ringede", today=TODAY).direction == Direction.IN
    assert read_line("ringede til Bo", today=TODAY).direction == Direction.OUT


@pytest.mark.parametrize(
    "line", ["", "   ", "kl. 99", "31/2", "ring " * 300, "<script>", "٣", "ring til " + "Å" * 600]
)
def test_nonsense_is_read_as_far_as_it_goes(line: str) -> None:
    assert isinstance(read_line(line, today=TODAY), Reading)
