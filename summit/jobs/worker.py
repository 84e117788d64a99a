"""The worker process: takes keys from the queue, does the work, sweeps every minute."""

from flask import Flask

from . import services
from .queue import consumer, receives


def init_worker(app: Flask) -> None:
    """Tell the queue who takes jobs and who sweeps."""
    receives("job", services.run_job)
    receives("sweep", lambda key: services.run_periodic_work())


def run_worker(app: Flask, threads: int) -> None:
    """Do what was left over from before, then take work until the process is told to stop."""
    with app.app_context():
        services.run_periodic_work()
    consumer(app, threads).run()
