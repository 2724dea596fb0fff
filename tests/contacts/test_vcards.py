"""vCards of phones and mail programs come in, ours go out, and broken ones are refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError

from kundebro.contacts.models import Contact
from kundebro.contacts.operations import take_in_cards
from kundebro.contacts.vcards import MOST_BYTES, MOST_CARDS, Card, read_cards, write_cards
from kundebro.history.models import Changeset
from kundebro.history.operations.undo import undo
from kundebro.history.queries import fingerprint
from kundebro.prospects.operations import create_prospect
from tests.factories.contacts import make_contact
from tests.factories.users import make_user

APPLE_3 = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 18.0//EN
N:Sørensen;Åse;Bang;;
FN:Åse Bang Sørensen
ORG:Rønne Møbler ApS;
TITLE:Indkøbschef\\, møbler
item1.EMAIL;type=INTERNET;type=pref:ase@ronnemobler.dk
EMAIL;type=INTERNET;type=HOME:aase@gmail.com
TEL;type=HOME;type=VOICE:56 95 00 00
TEL;type=WORK;type=VOICE;type=pref:+45 56 95 12 34
TEL;type=CELL;type=VOICE:20 12 34 56
TEL;type=WORK;type=FAX:56 95 12 35
NOTE:Mødt på messen\\nVil have tilbud
X-ABDATE;type=pref:1980-01-01
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ
 AAAQABAAD/2wBDAAgG
END:VCARD
"""
VERSION_4 = """BEGIN:VCARD
VERSION:4.0
FN:Søren Ågård
N:Ågård;Søren;;;
TEL;VALUE=uri;TYPE="voice,work";PREF=1:tel:+45-75-12-12-12;ext=3
TEL;VALUE=uri;TYPE=cell:tel:+4530303030
EMAIL;TYPE=work:mailto:soren@agard.dk
ROLE:Direktør
GENDER:M
END:VCARD
"""
NOKIA_21 = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:S=C3=B8rensen;=C3=85se
TEL;WORK;VOICE:56951234
TEL;CELL:20123456
END:VCARD
"""


def lines(*inside: str) -> bytes:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *inside, "END:VCARD", ""]).encode()


def test_a_card_of_version_3_is_read() -> None:
    assert read_cards(APPLE_3.encode()) == [
        Card(
            name="Åse Bang Sørensen",
            title="Indkøbschef, møbler",
            phone="+45 56 95 12 34",
            mobile="20 12 34 56",
            email="ase@ronnemobler.dk",
            remark="Mødt på messen\nVil have tilbud",
        )
    ]


def test_a_card_of_version_4_is_read() -> None:
    assert read_cards(VERSION_4.encode()) == [
        Card(
            name="Søren Ågård",
            title="Direktør",
            phone="+45-75-12-12-12",
            mobile="+4530303030",
            email="soren@agard.dk",
        )
    ]


def test_a_card_of_an_old_phone_is_read() -> None:
    assert read_cards(NOKIA_21.encode()) == [Card(name="Åse Sørensen", phone="56951234", mobile="20123456")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_danish_letters_survive_every_usual_encoding(encoding: str) -> None:
    text = "BEGIN:VCARD\nVERSION:3.0\nFN:Åse Ærø-Løkkegård\nEND:VCARD\n"

    assert read_cards(text.encode(encoding)) == [Card(name="Åse Ærø-Løkkegård")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_folded_lines_are_joined_whatever_ends_them(newline: str) -> None:
    text = newline.join(["BEGIN:VCARD", "VERSION:3.0", "FN:Åse Sø", " rensen", "END:VCARD", ""])

    assert read_cards(text.encode()) == [Card(name="Åse Sørensen")]


def test_a_quoted_printable_line_goes_on_after_a_soft_break() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85se =\nS=C3=B8rensen\nEND:VCARD\n"
    )

    assert read_cards(text.encode()) == [Card(name="Åse Sørensen")]


def test_several_cards_come_in_the_order_of_the_file() -> None:
    cards = read_cards((APPLE_3 + VERSION_4 + NOKIA_21).encode())

    assert [card.name for card in cards] == ["Åse Bang Sørensen", "Søren Ågård", "Åse Sørensen"]


def test_a_card_without_a_name_goes_by_its_mail() -> None:
    assert read_cards(lines("EMAIL:info@strand.dk")) == [Card(name="info@strand.dk", email="info@strand.dk")]


def test_a_card_without_anything_is_left_out() -> None:
    assert read_cards(lines("NOTE:Kun en note")) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x00\x01\x02\xff",
        b"PK\x03\x04 something else",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"<html><body>BEGIN</body></html>",
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Uden slutning\r\n",
        b"BEGIN:VCARD\nno colon here\nEND:VCARD\n",
        b"BEGIN:VCARD\nEND:VCALENDAR\n",
        b"BEGIN:VCARD\n" * (MOST_CARDS + 1),
        lines("FN:Stor", "NOTE:" + "a" * 600_000),
        lines("FN:Sprængt mønster", "TEL;" + "TYPE=work;" * 40 + ":12345678"),
        lines("FN:Sprængt mønster", "TEL;" + ";" * 100_000 + ":12345678"),
        lines("FN:Sprængt mønster", 'TEL;A="' + "x" * 100_000),
        lines("FN:Stor", "NOTE:" + "a" * MOST_BYTES),
        lines("FN:Stor", "NOTE;ENCODING=QUOTED-PRINTABLE:=" + "\r\na=" * 400_000),
    ],
)
def test_what_is_no_sound_vcard_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        read_cards(content)

    assert refused.value.messages[0].endswith((".", "."))


@pytest.mark.parametrize(
    "content",
    [
        lines("FN:Billede", "PHOTO;ENCODING=b:!!! not base64 !!!"),
        lines("FN:Billede", "PHOTO;ENCODING=b:" + "A" * 1_500_000),
        lines("FN:Billede", "NOTE:a" + "\r\n b" * 150_000),
        lines("FN:Billede", "TEL;" + "TYPE=work;" * 5000 + "TYPE=cell:12345678"),
        lines("FN:Billede", "N:;;;;;;;;;;;;;;;", "EMAIL:", "TEL:", "ORG:;;;"),
        lines("FN:Billede", "BDAY:not a day", "REV:neither", "UID:" + "x" * 5000),
    ],
)
def test_odd_cards_are_read_quickly_and_without_harm(content: bytes) -> None:
    assert [card.name for card in read_cards(content)] == ["Billede"]


@pytest.mark.django_db
def test_what_goes_out_comes_in_again() -> None:
    user = make_user()
    prospect = create_prospect(
        {
            "name": "Rønne; Møbler, Ærø og Åse & Søn A/S, alt til hjem og kontor på hele Bornholm",
            "street": "Ågade",
            "house_no": "1",
            "postal_code": "3700",
            "city": "Rønne",
        },
        by=user,
    )
    one = make_contact(
        name="Åse Ærø Sørensen",
        title="Indkøbschef; møbler, kontor – æøå",
        phone="+4556951234",
        mobile="+4520123456",
        email="ase@ronnemobler.dk",
        remark="Vores egen bemærkning",
        prospect=prospect,
    )
    two = make_contact(name="Bo", prospect=prospect)

    written = write_cards([one, two])

    assert read_cards(written.encode()) == [
        Card(name=one.name, title=one.title, phone=one.phone, mobile=one.mobile, email=one.email),
        Card(name="Bo"),
    ]
    assert written.count("VERSION:3.0") == 2
    assert "N:Sørensen;Åse Ærø;;;" in written
    assert "bemærkning" not in written
    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75


@pytest.mark.django_db
def test_cards_become_contacts_and_known_people_are_left_alone() -> None:
    user = make_user()
    there = make_contact(name="Søren Aagaard", by=user)
    cards = read_cards((APPLE_3 + VERSION_4 + APPLE_3).encode())

    taken = take_in_cards(there.prospect, cards, by=user)

    assert [contact.name for contact in taken.added] == ["Åse Bang Sørensen"]
    assert taken.known == ["Søren Ågård", "Åse Bang Sørensen"]
    made = taken.added[0]
    assert (made.phone, made.mobile, made.email) == ("+4556951234", "+4520123456", "ase@ronnemobler.dk")
    assert (made.is_primary, Contact.objects.count()) == (False, 2)


@pytest.mark.django_db
def test_what_cannot_be_an_email_is_kept_in_the_remark() -> None:
    prospect = create_prospect({"name": "Strand"}, by=make_user())

    taken = take_in_cards(prospect, [Card(name="Mette", email="mette(at)strand", remark="Ring")], by=make_user())

    made = taken.added[0]
    assert (made.email, made.remark) == ("", "Ring\nE-mail: mette(at)strand")


@pytest.mark.django_db
def test_a_card_with_a_text_too_long_to_keep_is_named_and_none_is_taken_in() -> None:
    prospect = create_prospect({"name": "Strand"}, by=make_user())

    with pytest.raises(ValidationError, match="Mette"):
        take_in_cards(prospect, [Card(name="Bo"), Card(name="Mette", title="x" * 61)], by=make_user())

    assert Contact.objects.count() == 0


@pytest.mark.django_db
def test_the_same_key_takes_cards_in_once_and_one_undo_takes_them_out() -> None:
    user = make_user()
    prospect = create_prospect({"name": "Strand"}, by=user)
    before = fingerprint()
    cards = [Card(name="Mette", email="mette@strand.dk"), Card(name="Bo")]

    first = take_in_cards(prospect, cards, by=user, key="k1")
    again = take_in_cards(prospect, cards, by=user, key="k1")

    assert {each.pk for each in again.added} == {each.pk for each in first.added}
    assert Contact.objects.count() == 2
    undo(Changeset.objects.latest("pk"), by=user)
    assert fingerprint() == before
