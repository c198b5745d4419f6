"""What the environment decides. Every variable is listed in `.env.example`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Optional
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseSettings, SecretStr, validator

#: The only hosts that are spoken to without TLS.
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseSettings):
    """Settings of this process, read from `XIAOER_…` variables or a git-ignored `.env`."""

    #: Database file, lexicon and logs live here.
    data_dir: Path = Path("var")
    #: SQLAlchemy URL; empty: SQLite in `data_dir`.
    database_url: Optional[str] = None
    #: The owner's policy; values that it leaves out come from the defaults.
    policy_file: Optional[Path] = None
    model_dir: Path = Path("models")
    #: The data pack that fills an empty database.
    pack: Path = Path("packs/demo")
    host: str = "127.0.0.1"
    port: int = 5005
    #: Lets another system speak for any buyer.
    api_token: Optional[SecretStr] = None
    #: Opens Rasa's own routes.
    admin_token: Optional[SecretStr] = None
    #: Signs the tokens (JWT, HS256) of buyers on the shop's pages.
    buyer_secret: Optional[SecretStr] = None
    #: Seconds between two looks at the outbox and the clocks.
    ticker_interval_s: float = 1.0
    #: The shop's own system, which pays and ships (docs/gateways.md); empty: a ledger for people.
    gateway_url: Optional[str] = None
    gateway_secret: Optional[SecretStr] = None
    #: Seconds for one attempt, and how many are made before the ticker comes back later.
    gateway_timeout_s: float = 10.0
    gateway_attempts: int = 4

    @validator("gateway_url")
    def _safe(cls, value: Optional[str]) -> Optional[str]:
        url = urlsplit(value or "")
        if value and not (url.hostname and (url.scheme == "https" or _is_here(url))):
            raise ValueError("https://…; http:// only on this machine")
        return value or None

    @validator("gateway_timeout_s", "gateway_attempts")
    def _bearable(cls, value: float) -> float:
        if not 1 <= value <= 60:
            raise ValueError("1 to 60")
        return value

    @validator("gateway_secret", always=True)
    def _long_enough(
        cls, value: Optional[SecretStr], values: Dict[str, Any]
    ) -> Optional[SecretStr]:
        if values.get("gateway_url") and len(value.get_secret_value() if value else "") < 16:
            raise ValueError("with a URL: at least 16 characters")
        return value

    class Config:
        env_prefix = "XIAOER_"
        env_file = ".env"
        env_file_encoding = "utf-8"

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'xiaoer.db'}"

    @property
    def photos(self) -> Path:
        """Where the photos of cases lie."""
        return self.data_dir / "photos"

    @property
    def lexicon(self) -> Path:
        """Where the core writes the names that the understanding must know."""
        return self.data_dir / "lexicon.json"


def _is_here(url: SplitResult) -> bool:
    return url.scheme == "http" and url.hostname in _HERE
