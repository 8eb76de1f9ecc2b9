"""Accounts."""

from kiem.platform.accounts.models.second_factor import RecoveryCode, SecondFactor
from kiem.platform.accounts.models.throttle import Throttle
from kiem.platform.accounts.models.token import ApiToken
from kiem.platform.accounts.models.user import User

__all__ = ["ApiToken", "RecoveryCode", "SecondFactor", "Throttle", "User"]
