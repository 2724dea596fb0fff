"""Setting a mail account up, trying it, deciding about a mail nobody knows of, and looking at the bell."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import create_prospect, plan_activity
from tests.fakes.mail_server import mail_server

Name = Callable[[str], str]
See = Callable[[Page, str], None]
SELLER = "Søren Jakobsen"
SignIn = Callable[..., Page]


def test_an_account_is_tried_and_an_uncertain_mail_is_decided_about(
    sign_in: SignIn, see: See, fresh: Name, size: str
) -> None:
    page, name = sign_in("karen", size), fresh("Prøvekonto")
    with mail_server() as server:
        page.goto("/mail/accounts/add/")
        fields = {
            "name": name,
            "host": "127.0.0.1",
            "port": str(server.port),
            "sender_name": "Fjordbo ApS",
            "sender_address": "post@fjordbo.example",
        }
        for field, value in fields.items():
            page.locator(f"[name={field}]").fill(value)
        page.locator("[name=encryption]").select_option("none")
        see(page, "mail-account")
        page.locator("[data-key=save]").click()
        page.wait_for_url(re.compile(r"/mail/accounts/\d+/"))

        page.get_by_role("button", name="Send en prøve").click()
        page.wait_for_url(re.compile(r"/mail/outbox/\d+/"))
        expect(page.locator("#standing")).to_contain_text("sendt")
        see(page, "mail-sent")
        assert len(server.taken) == 1

        server.manner = "drops after DATA"
        page.go_back()
        page.reload()
        page.get_by_role("button", name="Send en prøve").click()
        page.wait_for_url(re.compile(r"/mail/outbox/\d+/"))
        expect(page.locator("#standing")).to_contain_text("usikker")
        see(page, "mail-uncertain")

    page.goto("/mail/outbox/?state=uncertain")
    expect(page.locator(".notice-warn")).to_be_visible()
    see(page, "outbox")
    page.goto("/")
    page.locator(".topbar-counter").click()
    expect(page.locator(".notification.is-unread").first).to_contain_text("Ingen ved")
    see(page, "notifications")
    page.locator(".notification.is-unread").first.click()
    page.wait_for_url(re.compile(r"/mail/outbox/\d+/"))
    page.get_by_role("button", name="Den er sendt").click()
    expect(page.locator("#standing")).to_contain_text("sendt")


def test_who_is_given_something_to_do_sees_it_at_the_bell(sign_in: SignIn, see: See, fresh: Name) -> None:
    giver, subject = sign_in("karen"), fresh("Ring om tilbud")
    plan_activity(
        giver, create_prospect(giver, fresh("Esbjerg Døre")), subject=subject, date="i morgen", responsible=SELLER
    )

    page = sign_in("soren", "phone")
    page.goto("/")
    page.locator(".topbar-counter").click()
    told = page.locator(".notification.is-unread", has_text=subject)
    expect(told).to_contain_text("har givet dig")
    see(page, "notifications-phone")
    told.click()
    expect(page.locator("h1")).to_contain_text(subject)
    page.goto("/notifications/")
    page.get_by_role("button", name="Markér alle som læst").click()
    expect(page.locator(".notification.is-unread")).to_have_count(0)


def test_how_one_wants_to_be_told_is_kept(sign_in: SignIn, see: See) -> None:
    page = sign_in("karen")
    page.goto("/profile/notifications/")
    page.locator("[name=digest_hour]").select_option("9")
    page.locator("[name=quiet_from]").fill("20")
    page.locator("[name=quiet_until]").fill("7.30")
    see(page, "notification-settings")
    page.locator("[data-key=save]").click()
    expect(page.locator("[name=quiet_until]")).to_have_value("07.30")
    expect(page.locator("[name=digest_hour]")).to_have_value("9")
