"""Pages about signing in, one's account and the staff of an edition."""

from . import account, demo, passwords, second_factor, sign_in, staff
from .browser import bp, load_principal

__all__ = ["account", "bp", "demo", "load_principal", "passwords", "second_factor", "sign_in", "staff"]
