from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("company", "0002_beginning"),
        ("prospects", "0002_first_codes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="prospect",
            name="prospect_cvr",
        ),
        migrations.RemoveIndex(
            model_name="prospect",
            name="prospect_phone",
        ),
        migrations.RemoveIndex(
            model_name="prospect",
            name="prospect_email",
        ),
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(fields=["cvr_no"], name="prospect_cvr"),
        ),
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(fields=["phone"], name="prospect_phone"),
        ),
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(fields=["email"], name="prospect_email"),
        ),
    ]
