"""Changing accounts: who they are, how they sign in, what they may do."""

from .accounts import ensure_account, update_profile
from .links import ask_for_link, send_link, sign_in_by_link
from .passwords import change_password, set_password_by_link, sign_in_by_password
from .second_factor import (
    SecondFactorSetUp,
    check_second_factor,
    confirm_second_factor,
    prepare_second_factor,
    reset_second_factor,
)
from .sessions import end_other_sessions, end_session, end_session_by_secret, start_session, touch_session
from .staff import create_staff, grant_role, invite_staff, reset_staff_second_factor, withdraw_role
from .throttle import purge_traces

__all__ = [
    "SecondFactorSetUp",
    "ask_for_link",
    "change_password",
    "check_second_factor",
    "confirm_second_factor",
    "create_staff",
    "end_other_sessions",
    "end_session",
    "end_session_by_secret",
    "ensure_account",
    "grant_role",
    "invite_staff",
    "prepare_second_factor",
    "purge_traces",
    "reset_second_factor",
    "reset_staff_second_factor",
    "send_link",
    "set_password_by_link",
    "sign_in_by_link",
    "sign_in_by_password",
    "start_session",
    "touch_session",
    "update_profile",
    "withdraw_role",
]
