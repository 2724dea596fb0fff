from django.db import models
from django.utils import timezone

from kundebro.jobs.models.run import Run


class ScheduleSlot(models.Model):
    """One moment at which recurring work was due; its uniqueness makes two schedulers start one run (JOB-6)."""

    job = models.CharField(max_length=100)
    slot = models.CharField(max_length=32)
    run = models.ForeignKey(Run, models.SET_NULL, related_name="+", null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "schedule slot"
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="schedule_slot_once")]

    def __str__(self) -> str:
        return f"{self.job} · {self.slot}"
