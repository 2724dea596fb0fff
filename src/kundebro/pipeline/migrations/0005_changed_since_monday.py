from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0004_forecast"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="salesproject",
            index=models.Index(fields=["changed_at"], name="sales_project_changed"),
        ),
    ]
