from django.urls import path

from kundebro.activities.views import activity, add, calendar, change, documents, feed, feeds, files, finish, todo

app_name = "activities"
urlpatterns = [
    path("todo/", todo.todo, name="todo"),
    path("activities/add/", add.add, name="add"),
    path("activities/add/people/", add.people, name="people"),
    path("activities/together/", add.together, name="together"),
    path("activities/move/", finish.move_several, name="move-several"),
    path("activities/<int:pk>/", activity.activity, name="activity"),
    path("activities/<int:pk>/calendar.ics", activity.calendar_file, name="calendar-file"),
    path("activities/<int:pk>/change/", change.change, name="change"),
    path("activities/<int:pk>/finish/", finish.finish, name="finish"),
    path("activities/<int:pk>/snooze/", finish.snooze, name="snooze"),
    path("activities/<int:pk>/cancel/", finish.cancel, name="cancel"),
    path("activities/<int:pk>/reopen/", finish.reopen, name="reopen"),
    path("activities/<int:pk>/delete/", finish.delete, name="delete"),
    path("activities/<int:pk>/move/", calendar.move, name="move"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/feeds/", feeds.feed_list, name="feeds"),
    path("calendar/feeds/renew/", feeds.renew, name="renew-feed"),
    path("calendar/feeds/<int:pk>/revoke/", feeds.revoke, name="revoke-feed"),
    path("calendar/feed/<slug:token>.ics", feed.feed, name="feed"),
    path("documents/of/<int:prospect>/", documents.documents_of, name="documents-of"),
    path("documents/of/<int:prospect>/add/", documents.add, name="documents-add"),
    path("documents/of/<int:prospect>/receive/", files.receive, name="documents-receive"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/change/", documents.change, name="document-change"),
    path("documents/<int:pk>/delete/", documents.delete, name="document-delete"),
    path("documents/<int:pk>/versions/add/", documents.version_add, name="version-add"),
    path("documents/<int:pk>/versions/receive/", files.receive_version, name="version-receive"),
    path("documents/versions/<int:pk>/", documents.version, name="version"),
    path("documents/versions/<int:pk>/file/", files.download, name="version-file"),
    path("documents/versions/<int:pk>/pages/<int:page>/", files.page, name="version-page"),
    path("documents/versions/<int:pk>/attachments/<int:index>/", documents.attachment, name="version-attachment"),
]
