from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0004_forecast"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="salesproject", name="sales_project_board"),
        migrations.RemoveIndex(model_name="salesproject", name="sales_project_by_seller"),
        migrations.AddIndex(
            model_name="salesproject",
            index=models.Index(
                fields=["closed_on", "stage", "close_sort", "quote_ore", "weighted_ore", "responsible", "source"],
                name="sales_project_forecast",
            ),
        ),
        migrations.AddIndex(
            model_name="salesproject",
            index=models.Index(
                fields=["closed_on", "responsible", "stage", "close_sort", "quote_ore", "weighted_ore"],
                name="sales_project_of_seller",
            ),
        ),
        migrations.AddIndex(
            model_name="salesproject",
            index=models.Index(fields=["changed_at"], name="sales_project_changed"),
        ),
    ]
