from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("prospects", "0002_first_codes")]

    operations = [
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(
                condition=models.Q(("email_domain", ""), _negated=True),
                fields=["email_domain"],
                name="prospect_email_domain",
            ),
        ),
    ]
