"""Pages of companies."""

from . import (
    colleagues,
    company,
    directory,
    exchange,
    joining,
    lists,
    logos,
    moderation,
    own,
    participant_tabs,
)
from .blueprints import companies_bp

__all__ = [
    "colleagues",
    "companies_bp",
    "company",
    "directory",
    "exchange",
    "joining",
    "lists",
    "logos",
    "moderation",
    "own",
    "participant_tabs",
]
