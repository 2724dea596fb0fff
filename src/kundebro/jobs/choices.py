from django.db import models
from django.utils.translation import pgettext_lazy


class RunState(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", pgettext_lazy("run", "waiting")
    RUNNING = "running", pgettext_lazy("run", "running")
    DONE = "done", pgettext_lazy("run", "done")
    FAILED = "failed", pgettext_lazy("run", "failed")
    CANCELLED = "cancelled", pgettext_lazy("run", "stopped")


FINISHED = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)
