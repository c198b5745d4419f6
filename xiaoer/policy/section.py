"""What every part of the policy file is."""

from __future__ import annotations

from pydantic import BaseModel


class Section(BaseModel):
    """A part of the policy; an unknown name in it is an error, not a silent nothing."""

    class Config:
        extra = "forbid"
        allow_mutation = False
