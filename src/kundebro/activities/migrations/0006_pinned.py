from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Notes that stand on top of the card."""

    dependencies = [("activities", "0005_undated_to_do")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="is_pinned",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="pinned"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(condition=Q(("is_pinned", True)), fields=["prospect"], name="activity_pinned"),
        ),
    ]
