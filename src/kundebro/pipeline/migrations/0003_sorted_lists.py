from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0002_beginning"),
    ]

    operations = [
        migrations.AddField(
            model_name="salesproject",
            name="close_sort",
            field=models.PositiveIntegerField(db_default=99991231, default=99991231, editable=False),
        ),
        migrations.AddField(
            model_name="salesproject",
            name="quote_sort",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="salesproject",
            index=models.Index(fields=["close_sort", "id"], name="sales_project_close_sort"),
        ),
        migrations.AddIndex(
            model_name="salesproject",
            index=models.Index(fields=["quote_sort", "id"], name="sales_project_quote_sort"),
        ),
        migrations.AddIndex(
            model_name="salesproject",
            index=models.Index(fields=["weighted_ore", "id"], name="sales_project_value_sort"),
        ),
    ]
