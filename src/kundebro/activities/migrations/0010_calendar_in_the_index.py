from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0009_done_on_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="activity",
            name="activity_calendar",
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                fields=["responsible", "date", "time", "id", "done_at", "activity_type"], name="activity_calendar"
            ),
        ),
    ]
