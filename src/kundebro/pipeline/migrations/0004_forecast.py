import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0003_sorted_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ForecastSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("monday", models.DateField(unique=True, verbose_name="week beginning")),
                ("taken_at", models.DateTimeField(verbose_name="taken")),
            ],
            options={"verbose_name": "forecast of a week", "verbose_name_plural": "forecasts of the weeks"},
        ),
        migrations.CreateModel(
            name="SnapshotLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("expected_close_on", models.DateField(null=True)),
                ("quote_ore", models.BigIntegerField(null=True)),
                ("weighted_ore", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pipeline.salesproject",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="pipeline.forecastsnapshot",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("snapshot", "project"), name="snapshot_line_once")],
            },
        ),
        migrations.CreateModel(
            name="SalesTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="changed")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ("month", models.DateField(verbose_name="month")),
                ("amount_ore", models.BigIntegerField(verbose_name="target")),
                (
                    "seller",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_targets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="seller",
                    ),
                ),
            ],
            options={
                "verbose_name": "sales target",
                "verbose_name_plural": "sales targets",
                "constraints": [
                    models.UniqueConstraint(fields=("seller", "month"), name="sales_target_once"),
                    models.CheckConstraint(
                        condition=Q(amount_ore__gte=0, amount_ore__lte=10**15), name="sales_target_amount"
                    ),
                ],
            },
        ),
    ]
