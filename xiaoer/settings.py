"""What the environment decides. Every variable is listed in `.env.example`."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from pydantic import BaseSettings, SecretStr


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
