"""Tables of part 2: what awaits destruction, print requests and suket."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "office_0005"
down_revision = "office_0004"
branch_labels = None
depends_on = None

#: reports are written once (office_0001 made the function)
POSTGRESQL_GUARDS = (
    ("no_update", "UPDATE", "ROW"),
    ("no_delete", "DELETE", "ROW"),
    ("no_truncate", "TRUNCATE", "STATEMENT"),
)
SQLITE_GUARDS = (
    ("no_update", "UPDATE ON berita_acara"),
    ("no_delete", "DELETE ON berita_acara"),
    (
        "no_replace",
        (
            "INSERT ON berita_acara WHEN EXISTS "
            "(SELECT 1 FROM berita_acara WHERE kantor = NEW.kantor AND nomor = NEW.nomor)"
        ),
    ),
)


def upgrade() -> None:
    op.add_column("kartu", sa.Column("permintaan", sa.Text(), nullable=True))
    op.add_column("kartu", sa.Column("berita_acara", sa.Text(), nullable=True))
    op.create_table(
        "musnah_daftar",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("blanko_seri", sa.Text(), nullable=True),
        sa.Column("sebab", sa.Text(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("masuk_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("berita_acara", sa.Text(), nullable=True),
        sa.Column("musnah_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_musnah_daftar")),
    )
    op.create_index(
        op.f("ix_musnah_daftar_kantor_musnah_pada"),
        "musnah_daftar",
        ["kantor", "musnah_pada"],
        unique=False,
    )
    op.create_index(
        "uq_musnah_daftar_kartu",
        "musnah_daftar",
        ["jenis", "no_register"],
        unique=True,
        sqlite_where=sa.text("jenis <> 'BLANKO'"),
        postgresql_where=sa.text("jenis <> 'BLANKO'"),
    )
    make_requests()
    make_suket()
    make_reports()


def make_requests() -> None:
    op.create_table(
        "cetak_permintaan",
        sa.Column("nomor", sa.Text(), nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nomor", name=op.f("pk_cetak_permintaan")),
    )
    op.create_table(
        "cetak_diminta",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("keadaan", sa.Text(), nullable=False),
        sa.Column("masuk_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("permintaan", sa.Text(), nullable=True),
        sa.Column("sebab", sa.Text(), nullable=True),
        sa.Column("kembali_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cetak_diminta")),
    )
    for columns in (["kantor", "keadaan"], ["permintaan"]):
        name = op.f(f"ix_cetak_diminta_{'_'.join(columns)}")
        op.create_index(name, "cetak_diminta", columns, unique=False)
    op.create_index(
        "uq_cetak_diminta_no_register",
        "cetak_diminta",
        ["no_register"],
        unique=True,
        sqlite_where=sa.text("keadaan IN ('ANTRE', 'DIMINTA')"),
        postgresql_where=sa.text("keadaan IN ('ANTRE', 'DIMINTA')"),
    )


def make_suket() -> None:
    op.create_table(
        "suket",
        sa.Column("nomor", sa.Text(), nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("terbit", sa.Date(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date(), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("dicatat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ditarik_oleh", sa.Text(), nullable=True),
        sa.Column("ditarik_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("nomor", name=op.f("pk_suket")),
    )
    op.create_index(
        op.f("ix_suket_kantor_berlaku_sampai"), "suket", ["kantor", "berlaku_sampai"], unique=False
    )
    op.create_index(
        "uq_suket_no_register",
        "suket",
        ["no_register"],
        unique=True,
        sqlite_where=sa.text("ditarik_pada IS NULL"),
        postgresql_where=sa.text("ditarik_pada IS NULL"),
    )


def make_reports() -> None:
    op.create_table(
        "berita_acara",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("nomor", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("cara", sa.Text(), nullable=False),
        sa.Column("saksi", sa.Text(), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kantor", "nomor", name=op.f("pk_berita_acara")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for name, action, level in POSTGRESQL_GUARDS:
            op.execute(
                f"CREATE TRIGGER berita_acara_{name} BEFORE {action} ON berita_acara "
                f"FOR EACH {level} EXECUTE FUNCTION alur_office_refuse_change()"
            )
    else:
        for name, action in SQLITE_GUARDS:
            op.execute(
                f"CREATE TRIGGER berita_acara_{name} BEFORE {action} "
                "BEGIN SELECT RAISE(ABORT, 'berita_acara is append-only'); END"
            )


def downgrade() -> None:
    for table in ("berita_acara", "suket", "cetak_diminta", "cetak_permintaan"):
        op.drop_table(table)  # with its indexes and triggers
    op.drop_index(
        "uq_musnah_daftar_kartu",
        table_name="musnah_daftar",
        sqlite_where=sa.text("jenis <> 'BLANKO'"),
        postgresql_where=sa.text("jenis <> 'BLANKO'"),
    )
    op.drop_index(op.f("ix_musnah_daftar_kantor_musnah_pada"), table_name="musnah_daftar")
    op.drop_table("musnah_daftar")
    op.drop_column("kartu", "berita_acara")
    op.drop_column("kartu", "permintaan")
