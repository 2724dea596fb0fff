from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is open without a day is found without looking at all that is done."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("activities", "0004_documents"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("cancelled_at", None), ("done_at", None), ("due_on", None)),
                fields=["responsible", "id"],
                name="activity_undated",
            ),
        ),
    ]
