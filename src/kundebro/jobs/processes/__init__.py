"""The processes of an installation: web, worker, scheduler, and the supervisor that `kundebro run` is."""
