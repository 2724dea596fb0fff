from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("prospects", "0015_forgotten"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(
                fields=["responsible", "latest_activity_on", "id", "status"],
                name="prospect_radar",
                condition=Q(next_follow_up_on=None, archived_at=None),
            ),
        ),
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(fields=["created_at"], name="prospect_created"),
        ),
    ]
