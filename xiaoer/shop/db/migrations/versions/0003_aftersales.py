"""After-sales: what a case knows, offers, the ledger, goodwill requests"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "local_ledger",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("order_no", sa.String(length=64), nullable=False),
        sa.Column("case_no", sa.String(length=64), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_local_ledger")),
        sa.UniqueConstraint("reference", name=op.f("uq_local_ledger_reference")),
    )
    with op.batch_alter_table("local_ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_ledger_order_no"), ["order_no"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_no", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("order_no", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("rung", sa.String(length=16), nullable=False),
        sa.Column("effect", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("cost_fen", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy_version", sa.String(length=32), nullable=False),
        sa.Column("buyer_id", sa.String(length=64), nullable=True),
        sa.Column("item_id", sa.String(length=64), nullable=True),
        sa.Column("asked_fen", sa.Integer(), nullable=True),
        sa.Column("approval_id", sa.String(length=64), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accept_key", sa.String(length=128), nullable=True),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.id"], name=op.f("fk_offers_approval_id")
        ),
        sa.ForeignKeyConstraint(["buyer_id"], ["buyers.id"], name=op.f("fk_offers_buyer_id")),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_offers_case_no")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_offers_conversation_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["order_items.id"], name=op.f("fk_offers_item_id")),
        sa.ForeignKeyConstraint(["order_no"], ["orders.no"], name=op.f("fk_offers_order_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("case_no", "number", name=op.f("uq_offers_case_no_number")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_approval_id"), ["approval_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_buyer_id"), ["buyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_case_no"), ["case_no"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_offers_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_offers_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_order_no"), ["order_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_state"), ["state"], unique=False)

    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("order_no", sa.String(length=64), nullable=False),
        sa.Column("case_no", sa.String(length=64), nullable=False),
        sa.Column("offer_id", sa.String(length=64), nullable=False),
        sa.Column("effect", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("buyer_id", sa.String(length=64), nullable=True),
        sa.Column("item_id", sa.String(length=64), nullable=True),
        sa.Column("reference", sa.String(length=128), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["buyer_id"], ["buyers.id"], name=op.f("fk_ledger_buyer_id")),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_ledger_case_no")),
        sa.ForeignKeyConstraint(["item_id"], ["order_items.id"], name=op.f("fk_ledger_item_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_ledger_offer_id")),
        sa.ForeignKeyConstraint(["order_no"], ["orders.no"], name=op.f("fk_ledger_order_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_key")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_buyer_id"), ["buyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_case_no"), ["case_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_order_no"), ["order_no"], unique=False)

    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_no", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("already_fen", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_approvals_case_no"), ["case_no"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_approvals_case_no"), "cases", ["case_no"], ["no"]
        )

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("issue_type", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("fault", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("grave", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("quantity", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("evidence", sa.String(length=16), nullable=False, server_default="none")
        )


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for name in ("evidence", "quantity", "grave", "fault", "issue_type"):
            batch_op.drop_column(name)
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_approvals_case_no"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_approvals_case_no"))
        batch_op.drop_column("already_fen")
        batch_op.drop_column("case_no")
    op.drop_table("ledger")
    op.drop_table("offers")
    op.drop_table("local_ledger")
