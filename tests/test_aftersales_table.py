"""docs/aftersales.md tells the present state."""

from tests.aftersales_table import TARGET, table


def test_the_document_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == table(), "run: make docs"
