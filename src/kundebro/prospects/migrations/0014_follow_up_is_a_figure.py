from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("prospects", "0013_sorted_by_figures")]

    operations = [
        migrations.AlterField(
            model_name="prospect",
            name="next_follow_up_on",
            field=models.DateField(editable=False, null=True, verbose_name="next follow-up"),
        ),
    ]
