"""The owner's rules as data."""

from xiaoer.policy.loader import PolicyInvalid, PolicySource, load
from xiaoer.policy.schema import Policy

__all__ = ["Policy", "PolicyInvalid", "PolicySource", "load"]
