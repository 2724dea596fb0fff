import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kundebro.mail.choices import Encryption, MailState
from kundebro.mail.models import MailAccount, OutgoingMail
from kundebro.mail.models.outgoing import LEASE
from kundebro.mail.operations import claim_next, flag_abandoned
from tests.factories.mail import make_account, make_mail
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

WRITTEN = {
    "name": "Simply",
    "host": " SMTP.simply.com ",
    "port": "587",
    "encryption": Encryption.STARTTLS,
    "user_name": "post@fjordbo.example",
    "password": "hemmelig",
    "sender_name": "Fjordbo ApS",
    "sender_address": "post@fjordbo.example",
}


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(make_user())
    return client


def make_uncertain() -> OutgoingMail:
    make_account()
    mail = make_mail(now=timezone.now() - 3 * LEASE)
    claim_next(now=timezone.now() - 2 * LEASE)
    flag_abandoned(now=timezone.now())
    mail.refresh_from_db()
    assert mail.is_uncertain
    return mail


def test_an_account_is_set_up_and_its_password_is_never_shown(client: Client) -> None:
    client.post(reverse("mail:add-account"), WRITTEN)

    account = MailAccount.objects.get()
    page = client.get(account.get_absolute_url())
    assert (account.host, account.password, account.is_default) == ("smtp.simply.com", "hemmelig", True)
    assert "hemmelig" not in page.content.decode()


def test_another_server_asks_for_the_password_again(client: Client) -> None:
    client.post(reverse("mail:add-account"), WRITTEN)
    account = MailAccount.objects.get()

    answer = client.post(account.get_absolute_url(), {**WRITTEN, "host": "smtp.fremmed.example", "password": ""})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["password"]
    account.refresh_from_db()
    assert account.host == "smtp.simply.com"


def test_a_foreign_server_needs_encryption(client: Client) -> None:
    answer = client.post(reverse("mail:add-account"), {**WRITTEN, "encryption": Encryption.NONE})

    assert answer.status_code == 422
    assert MailAccount.objects.count() == 0


def test_a_double_click_on_the_trial_sends_one(client: Client) -> None:
    account = make_account()

    for _click in range(2):
        client.post(reverse("mail:trial", args=[account.pk]), {"key": "samme"})

    assert OutgoingMail.objects.get().account == account


def test_the_outbox_is_filtered_by_state(client: Client) -> None:
    make_mail(subject="Venter")
    uncertain = make_uncertain()

    page = client.get(reverse("mail:outbox"), {"state": MailState.UNCERTAIN})

    assert page.context["page"].items == [uncertain]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_outbox_asks_as_much_for_many_rows_as_for_one(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        make_mail()
    client.get(reverse("mail:outbox"))

    with django_assert_num_queries(6):
        client.get(reverse("mail:outbox"))


def test_an_uncertain_mail_is_decided_about_once(client: Client) -> None:
    mail = make_uncertain()

    client.post(reverse("mail:mark-as-sent", args=[mail.pk]))
    client.post(reverse("mail:send-again", args=[mail.pk]))

    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_an_uncertain_mail_goes_back_into_the_queue_after_a_question(client: Client) -> None:
    mail = make_uncertain()

    page = client.get(reverse("mail:send-again", args=[mail.pk]))
    client.post(page.context["url"])

    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED


def test_what_a_mail_says_is_text_on_its_page(client: Client) -> None:
    mail = make_mail(subject="<b>Hej</b>", text="<script>alert(1)</script>")

    page = client.get(mail.get_absolute_url()).content.decode()

    assert "<b>Hej" not in page
    assert "<script>alert" not in page
