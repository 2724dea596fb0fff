from django.conf import settings
from django.db import migrations, models

FILTERED = [
    "archived_at",
    "customer_type",
    "status",
    "responsible",
    "industry",
    "source",
    "country",
    "postal_code",
]


class Migration(migrations.Migration):
    dependencies = [
        ("company", "0002_beginning"),
        ("prospects", "0012_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(fields=["quotes_total_ore", "id", *FILTERED], name="prospect_by_quotes"),
        ),
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(fields=["potential_value_ore", "id", *FILTERED], name="prospect_by_value"),
        ),
    ]
