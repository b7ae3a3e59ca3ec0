"""What the stock pages ask: the ledger by time whatever the material, a case's place in the line."""

from __future__ import annotations

from alembic import op

revision = "office_0011"
down_revision = "office_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_blanko_mutasi_kantor_waktu"), "blanko_mutasi", ["kantor", "waktu"])
    op.create_index(op.f("ix_blanko_antrean_kasus"), "blanko_antrean", ["kasus"])


def downgrade() -> None:
    op.drop_index(op.f("ix_blanko_antrean_kasus"), table_name="blanko_antrean")
    op.drop_index(op.f("ix_blanko_mutasi_kantor_waktu"), table_name="blanko_mutasi")
