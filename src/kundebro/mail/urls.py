from django.urls import path

from kundebro.mail import views

app_name = "mail"

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read_all, name="read-all"),
    path("notifications/<int:pk>/open/", views.open_notification, name="open-notification"),
    path("profile/notifications/", views.notification_settings, name="notification-settings"),
    path("mail/accounts/", views.accounts, name="accounts"),
    path("mail/accounts/add/", views.add_account, name="add-account"),
    path("mail/accounts/<int:pk>/", views.account, name="account"),
    path("mail/accounts/<int:pk>/trial/", views.send_trial, name="trial"),
    path("mail/outbox/", views.outbox, name="outbox"),
    path("mail/outbox/<int:pk>/", views.mail, name="mail"),
    path("mail/outbox/<int:pk>/send-again/", views.send_again, name="send-again"),
    path("mail/outbox/<int:pk>/mark-as-sent/", views.mark_as_sent, name="mark-as-sent"),
]
