"""Pages that belong to no app: the palette, the keyboard sheet, errors, the gallery."""

from kundebro.core.views.errors import bad_request, conflict, csrf_failure, not_found, permission_denied, server_error
from kundebro.core.views.frame import appearance, keyboard, language, manifest, new, palette
from kundebro.core.views.gallery import gallery

__all__ = [
    "appearance",
    "bad_request",
    "conflict",
    "csrf_failure",
    "gallery",
    "keyboard",
    "language",
    "manifest",
    "new",
    "not_found",
    "palette",
    "permission_denied",
    "server_error",
]
