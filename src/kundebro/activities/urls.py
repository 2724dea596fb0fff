from django.urls import path

from kundebro.activities.views import activity, calendar, feed, feeds

app_name = "activities"
urlpatterns = [
    path("activities/<int:pk>/", activity.activity, name="activity"),
    path("activities/<int:pk>/calendar.ics", activity.calendar_file, name="calendar-file"),
    path("activities/<int:pk>/move/", calendar.move, name="move"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/feeds/", feeds.feed_list, name="feeds"),
    path("calendar/feeds/renew/", feeds.renew, name="renew-feed"),
    path("calendar/feeds/<int:pk>/revoke/", feeds.revoke, name="revoke-feed"),
    path("calendar/feed/<slug:token>.ics", feed.feed, name="feed"),
]
