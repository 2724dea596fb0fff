"""A form larger than any file may be is refused before it is read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("size", "status"), [(10_000, 400), (10, 200)])
def test_a_form_is_measured_by_what_it_says_of_itself(client: Client, settings: Any, size: int, status: int) -> None:
    settings.LARGEST_FORM = 5000

    answer = client.post("/account/login/", {"file": SimpleUploadedFile("x", bytes(size))})

    assert answer.status_code == status
