"""Someone at their desk, using Kundebro's pages as a browser without script would."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.forms import BaseForm
from django.test import Client

from kundebro.users.models import User
from tests.live import session_of


class Desk:
    """The pages of one user."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._browser = Client()
        self._browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)

    def opens(self, url: str) -> Any:
        """The page at the address, which must be there."""
        page = self._browser.get(url, follow=True)
        assert page.status_code == 200, f"{url}: {page.status_code}"
        return page

    def sends(self, url: str, /, **fields: Any) -> Any:
        """The answer to a form or button."""
        return self._browser.post(url, fields)

    def fills_in(self, url: str, /, **typed: Any) -> Any:
        """The answer to the form at the address, left as it stands but for what is typed."""
        form = self.opens(url).context["form"]
        return self.sends(url, **{**standing_in(form), **typed})

    def saves(self, url: str, /, **typed: Any) -> None:
        """The form is filled in and accepted."""
        answer = self.fills_in(url, **typed)
        errors = answer.context["form"].errors if answer.context and "form" in answer.context else ""
        assert answer.status_code in (302, 303), f"{url}: {answer.status_code} {errors}"

    def sees(self, url: str) -> str:
        """The text of the page."""
        return str(self.opens(url).content.decode())


def standing_in(form: BaseForm) -> dict[str, Any]:
    """What a browser would send of the form as it is shown."""
    values = {name: form[name].value() for name in form.fields}
    return {name: _sent(value) for name, value in values.items() if value is not None and value is not False}


def _sent(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_sent(each) for each in value]
    return value.pk if isinstance(value, Model) else value
