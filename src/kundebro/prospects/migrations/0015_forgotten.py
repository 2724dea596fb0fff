from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("prospects", "0014_follow_up_is_a_figure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(
                fields=["sort_name", "id", "responsible", "status"],
                name="prospect_forgotten",
                condition=Q(next_follow_up_on=None, archived_at=None),
            ),
        ),
    ]
