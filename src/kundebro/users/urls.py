from django.urls import path
from django.views.generic import RedirectView

from kundebro.users import views

app_name = "users"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/second-factor/", views.second_factor, name="second-factor"),
    path("profile/sessions/", views.session_list, name="sessions"),
    path("profile/sessions/<int:pk>/end/", views.end_session, name="end-session"),
    path("profile/sign-out-elsewhere/", views.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("users/", views.person_list, name="list"),
    path("users/add/", views.add_person, name="add"),
    path("users/<int:pk>/", views.change_person, name="change"),
    path("users/<int:pk>/invite/", views.invite_person, name="invite"),
    path("users/<int:pk>/deactivate/", views.deactivate_person, name="deactivate"),
    path("users/<int:pk>/reactivate/", views.reactivate_person, name="reactivate"),
    path("users/<int:pk>/sign-out/", views.sign_out_person, name="sign-out"),
    path("users/<int:pk>/forget-second-factor/", views.forget_second_factor, name="forget-second-factor"),
    path("users/teams/", views.team_list, name="teams"),
    path("users/teams/add/", views.add_team, name="add-team"),
    path("users/teams/<int:pk>/", views.change_team, name="change-team"),
    path("users/teams/<int:pk>/remove/", views.remove_team, name="remove-team"),
    path("users/security-log/", views.security_log, name="security-log"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept-invitation"),
    path("first-administrator/<str:token>/", views.first_administrator, name="first-administrator"),
    # In place of allauth's pages: administrators keep the addresses, until mail is set up nothing can be sent, and the
    # list of sessions is ours.
    path("account/email/", RedirectView.as_view(pattern_name="users:profile")),
    path("account/sessions/", RedirectView.as_view(pattern_name="users:sessions")),
    path("account/password/reset/", views.forgotten_password),
]
