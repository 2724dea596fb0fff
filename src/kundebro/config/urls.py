"""Where each app's pages hang."""

from django.urls import include, path

urlpatterns = [
    path("", include("kundebro.home.urls")),
    path("", include("kundebro.core.urls")),
    path("", include("kundebro.users.urls")),
    path("account/", include("allauth.urls")),
    path("prospects/", include("kundebro.prospects.urls")),
    path("contacts/", include("kundebro.contacts.urls")),
    path("sales-projects/", include("kundebro.pipeline.urls")),
    path("", include("kundebro.ledger.urls")),
    path("", include("kundebro.activities.urls")),
    path("imports/", include("kundebro.imports.urls")),
    path("", include("kundebro.mail.urls")),
    path("history/", include("kundebro.history.urls")),
    path("jobs/", include("kundebro.jobs.urls")),
    path("setup/", include("kundebro.company.urls")),
]

handler400 = "kundebro.core.views.bad_request"
handler403 = "kundebro.core.views.permission_denied"
handler404 = "kundebro.core.views.not_found"
handler500 = "kundebro.core.views.server_error"
