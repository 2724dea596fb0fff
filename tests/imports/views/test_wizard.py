"""From a file to a dry run."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kundebro.imports.models import ImportRun, Upload
from kundebro.imports.operations.carry_out import carry_out
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.imports import make_import, make_upload
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

TEXT = "Kode;Navn;Placering\nA;Ærø;1\nB;Fyn;2\n"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def file(text: str = TEXT, *, name: str = "grupper.csv", encoding: str = "cp1252") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding))


def test_an_uploaded_list_goes_on_to_its_columns() -> None:
    client = signed_in(make_user())

    answer = client.post(reverse("imports:upload"), {"target": "groups", "file": file()})

    upload = Upload.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("imports:match", args=[upload.pk]))
    page = client.get(answer["Location"]).content.decode()
    for text in ("grupper.csv", "Ærø", 'name="field-0"', 'name="policy-2"'):
        assert text in page


@pytest.mark.parametrize(
    ("address", "target"), [("", "prospects"), ("?target=groups", "groups"), ("?target=x", "prospects")]
)
def test_the_address_may_say_what_is_on_the_list(address: str, target: str) -> None:
    answer = signed_in(make_user()).get(reverse("imports:upload") + address)

    assert answer.context["form"].initial["target"] == target


def test_what_cannot_be_read_is_said_at_the_file_and_nothing_is_kept() -> None:
    answer = signed_in(make_user()).post(reverse("imports:upload"), {"target": "groups", "file": file("")})

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert Upload.objects.count() == 0


def test_a_list_can_be_read_in_another_way() -> None:
    by = make_user()
    upload = make_upload(TEXT, by=by, encoding="cp1252")

    answer = signed_in(by).post(
        reverse("imports:reading", args=[upload.pk]), {"encoding": "cp850", "separator": "semicolon", "heading": "0"}
    )

    upload.refresh_from_db()
    assert (answer.status_code, upload.encoding, upload.headings) == (303, "cp850", ["A", "B", "C"])


def test_a_reading_that_fails_is_said_and_changes_nothing() -> None:
    by = make_user()
    upload = make_upload(TEXT, by=by)

    answer = signed_in(by).post(
        reverse("imports:reading", args=[upload.pk]),
        {"encoding": "utf-8-sig", "separator": "semicolon", "heading": "3"},
    )

    upload.refresh_from_db()
    assert (answer.status_code, upload.heading) == (422, 1)


def test_a_list_that_is_imported_is_not_read_differently_any_more() -> None:
    by = make_user()
    upload = make_upload(TEXT, by=by)
    carry_out(make_import(upload))

    signed_in(by).post(
        reverse("imports:reading", args=[upload.pk]), {"encoding": "cp850", "separator": "semicolon", "heading": "1"}
    )

    upload.refresh_from_db()
    assert upload.encoding == "utf-8-sig"


def chosen(**fields: str) -> dict[str, str]:
    policies = {f"policy-{column}": "always" for column in range(3)}
    return policies | {
        name.replace("_", "-") if name != "match_key" else name: value for name, value in fields.items()
    }


def test_matched_columns_start_a_dry_run() -> None:
    by = make_user()
    upload = make_upload(TEXT, by=by)

    answer = signed_in(by).post(
        reverse("imports:match", args=[upload.pk]),
        chosen(field_0="code", field_1="name", policy_1="never", match_key="code"),
    )

    dry_run = ImportRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, dry_run.get_absolute_url())
    assert (dry_run.is_dry_run, dry_run.columns, dry_run.match_key) == (True, {"code": 0, "name": 1}, "code")
    assert dry_run.policies == {"code": "always", "name": "never"}
    assert dry_run.job is not None


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"field_0": "code", "field_1": "code", "match_key": "code"}, "field-1"),
        ({"match_key": ""}, "__all__"),
        ({"field_0": "code", "match_key": "name"}, "match_key"),
        ({"field_0": "password", "match_key": ""}, "field-0"),
        ({"field_0": "code", "match_key": "id"}, "match_key"),
    ],
)
def test_columns_that_contradict_each_other_come_back_with_the_reason(fields: dict[str, str], wrong: str) -> None:
    by = make_user()
    upload = make_upload(TEXT, by=by)

    answer = signed_in(by).post(reverse("imports:match", args=[upload.pk]), chosen(**fields))

    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_imports_asks_the_same_few_questions_however_long_it_is(
    rows: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    by = make_user(role=Role.SALES_MANAGER)
    for row in range(rows):
        carry_out(make_import(make_upload(TEXT.replace("A", f"A{row}"), by=by)))
    client = signed_in(by)

    with django_assert_num_queries(4):  # type: ignore[operator]
        answer = client.get(reverse("imports:list"))

    assert answer.content.decode().count("liste.csv") >= rows


def test_another_users_list_does_not_exist_for_me() -> None:
    upload = make_upload(TEXT, by=make_user())
    run = make_import(upload)
    client = signed_in(make_user(role=Role.SALES_MANAGER))

    for url in (upload.get_absolute_url(), run.get_absolute_url(), reverse("imports:refused", args=[run.pk])):
        assert client.get(url).status_code == 404
    for url in (reverse("imports:start", args=[run.pk]), reverse("imports:resume", args=[run.pk])):
        assert client.post(url).status_code == 404
    assert "liste.csv" not in client.get(reverse("imports:list")).content.decode()


def test_who_may_not_import_gets_no_further_than_the_door() -> None:
    client = signed_in(make_user(role=Role.READER))

    assert client.get(reverse("imports:list")).status_code == 403
    assert client.post(reverse("imports:upload"), {"target": "groups", "file": file()}).status_code == 403
    assert Upload.objects.count() == 0


def test_who_may_import_something_else_may_not_import_this() -> None:
    seller = make_user(role=Role.SELLER)
    upload = make_upload(TEXT, by=seller)
    client = signed_in(seller)

    assert client.get(upload.get_absolute_url()).status_code == 403
    assert client.post(reverse("imports:upload"), {"target": "groups", "file": file()}).status_code == 422
    assert ImportRun.objects.count() == 0
