from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_roles"),
        ("prospects", "0003_find_by_identity"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="contact",
            name="contact_phone",
        ),
        migrations.RemoveIndex(
            model_name="contact",
            name="contact_mobile",
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["phone"], name="contact_phone"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["mobile"], name="contact_mobile"),
        ),
    ]
