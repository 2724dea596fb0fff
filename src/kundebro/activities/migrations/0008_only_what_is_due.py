from django.db import migrations, models


class Migration(migrations.Migration):
    """The lists of what is due hold only that: what is done has no such day, and there is far more of it."""

    dependencies = [("activities", "0007_next_follow_ups")]

    operations = [
        migrations.RemoveIndex(model_name="activity", name="activity_to_do"),
        migrations.RemoveIndex(model_name="activity", name="activity_by_due"),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("due_on__isnull", False)),
                fields=["responsible", "due_on", "time", "id"],
                name="activity_to_do",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("due_on__isnull", False)),
                fields=["due_on", "time", "id"],
                name="activity_by_due",
            ),
        ),
    ]
