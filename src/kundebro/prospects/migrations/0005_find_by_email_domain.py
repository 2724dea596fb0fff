from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("company", "0002_beginning"),
        ("prospects", "0004_filter_in_the_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(fields=["email_domain"], name="prospect_email_domain"),
        ),
    ]
