"""Tables of part 2: allocations, delivery notes, counts, requests for supply, the line's record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from office.append_only import protect

revision = "office_0002"
down_revision = "office_0001"
branch_labels = None
depends_on = None

#: written once, read for ever: table -> its primary key
APPEND_ONLY = {
    "blanko_alokasi": ("key",),
    "blanko_alokasi_urutan": ("alokasi", "peringkat"),
    "blanko_antrean_jejak": ("key",),
    "blanko_kiriman": ("key",),
    "blanko_opname": ("key",),
}


def upgrade() -> None:
    op.create_table(
        "blanko_alokasi",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("disetujui_oleh", sa.Text(), nullable=True),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("dokumen", sa.Text(), nullable=True),
        sa.Column("rentan_aktif", sa.Boolean(), nullable=False),
        sa.Column("keputusan", sa.BigInteger(), nullable=True),
        sa.Column("tersedia_blanko", sa.Integer(), nullable=False),
        sa.Column("tersedia_ribbon", sa.Integer(), nullable=False),
        sa.Column("tersedia_film", sa.Integer(), nullable=False),
        sa.Column("batas", sa.Integer(), nullable=True),
        sa.Column("direservasi", sa.Integer(), nullable=False),
        sa.Column("menunggu", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "jenis <> 'OVERRIDE' OR alasan <> ''", name=op.f("ck_blanko_alokasi_alasan")
        ),
        sa.CheckConstraint(
            "direservasi >= 0 AND direservasi <= menunggu",
            name=op.f("ck_blanko_alokasi_direservasi"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_blanko_alokasi")),
    )
    op.create_index(
        op.f("ix_blanko_alokasi_kantor_waktu"), "blanko_alokasi", ["kantor", "waktu"], unique=False
    )
    op.create_table(
        "blanko_antrean_jejak",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("keadaan", sa.Text(), nullable=False),
        sa.Column("sejak", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_blanko_antrean_jejak")),
    )
    op.create_index(
        op.f("ix_blanko_antrean_jejak_kantor_sejak"),
        "blanko_antrean_jejak",
        ["kantor", "sejak"],
        unique=False,
    )
    op.create_table(
        "blanko_kiriman",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("no_surat_jalan", sa.Text(), nullable=False),
        sa.Column("bahan", sa.Text(), nullable=False),
        sa.Column("jumlah_dokumen", sa.Integer(), nullable=False),
        sa.Column("jumlah_fisik", sa.Integer(), nullable=False),
        sa.Column("alasan_selisih", sa.Text(), nullable=False),
        sa.Column("seri_awal", sa.Text(), nullable=False),
        sa.Column("seri_akhir", sa.Text(), nullable=False),
        sa.Column("tgl", sa.Date(), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("disetujui_oleh", sa.Text(), nullable=True),
        sa.Column("dicatat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "jumlah_dokumen = jumlah_fisik OR (alasan_selisih <> '' AND disetujui_oleh IS NOT NULL AND disetujui_oleh <> oleh)",
            name=op.f("ck_blanko_kiriman_selisih"),
        ),
        sa.CheckConstraint(
            "jumlah_dokumen >= 0 AND jumlah_fisik >= 0", name=op.f("ck_blanko_kiriman_jumlah")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_blanko_kiriman")),
        sa.UniqueConstraint(
            "kantor",
            "no_surat_jalan",
            "bahan",
            name=op.f("uq_blanko_kiriman_kantor_no_surat_jalan_bahan"),
        ),
    )
    op.create_table(
        "blanko_opname",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("bahan", sa.Text(), nullable=False),
        sa.Column("dihitung_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("menurut_buku", sa.Integer(), nullable=False),
        sa.Column("fisik", sa.Integer(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("dokumen", sa.Text(), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("disetujui_oleh", sa.Text(), nullable=False),
        sa.Column("dibukukan_pada", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("disetujui_oleh <> oleh", name=op.f("ck_blanko_opname_disetujui")),
        sa.CheckConstraint("fisik >= 0", name=op.f("ck_blanko_opname_fisik")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_blanko_opname")),
    )
    op.create_index(
        op.f("ix_blanko_opname_kantor_dihitung_pada"),
        "blanko_opname",
        ["kantor", "dihitung_pada"],
        unique=False,
    )
    op.create_table(
        "permintaan_blanko",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("nomor", sa.Text(), nullable=False),
        sa.Column("bahan", sa.Text(), nullable=False),
        sa.Column("tersedia", sa.Integer(), nullable=False),
        sa.Column("titik_pesan_ulang", sa.Text(), nullable=False),
        sa.Column("jumlah_disarankan", sa.Integer(), nullable=False),
        sa.Column("dibuka_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keadaan", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=True),
        sa.Column("diumumkan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ditutup_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minta_lagi_mulai", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_permintaan_blanko")),
        sa.UniqueConstraint("nomor", name=op.f("uq_permintaan_blanko_nomor")),
    )
    op.create_index(
        "uq_permintaan_blanko_terbuka",
        "permintaan_blanko",
        ["kantor"],
        unique=True,
        sqlite_where=sa.text("keadaan = 'TERBUKA'"),
        postgresql_where=sa.text("keadaan = 'TERBUKA'"),
    )
    op.create_table(
        "blanko_alokasi_urutan",
        sa.Column("alokasi", sa.BigInteger(), nullable=False),
        sa.Column("peringkat", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("kelas", sa.Integer(), nullable=False),
        sa.Column("kelas_tanpa_rentan", sa.Integer(), nullable=False),
        sa.Column("kelas_dengan_rentan", sa.Integer(), nullable=False),
        sa.Column("peringkat_fifo", sa.Integer(), nullable=False),
        sa.Column("peringkat_tanpa_rentan", sa.Integer(), nullable=False),
        sa.Column("peringkat_dengan_rentan", sa.Integer(), nullable=False),
        sa.Column("siap_cetak_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hari_kerja_menunggu", sa.Integer(), nullable=False),
        sa.Column("cetak_ulang", sa.Boolean(), nullable=False),
        sa.Column("aturan", sa.Text(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("penentu", sa.Text(), nullable=False),
        sa.Column("direservasi", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alokasi"], ["blanko_alokasi.key"], name=op.f("fk_blanko_alokasi_urutan_alokasi")
        ),
        sa.PrimaryKeyConstraint("alokasi", "peringkat", name=op.f("pk_blanko_alokasi_urutan")),
    )
    op.create_index(
        op.f("ix_blanko_alokasi_urutan_kasus"), "blanko_alokasi_urutan", ["kasus"], unique=False
    )
    op.create_index(
        op.f("ix_blanko_alokasi_urutan_no_register"),
        "blanko_alokasi_urutan",
        ["no_register"],
        unique=False,
    )
    op.add_column("blanko_antrean", sa.Column("kriteria", sa.LargeBinary(), nullable=True))
    op.create_index(
        op.f("ix_blanko_antrean_kantor_siap_cetak_pada"),
        "blanko_antrean",
        ["kantor", "siap_cetak_pada"],
        unique=False,
    )
    for table, keys in APPEND_ONLY.items():
        protect(table, *keys)


def downgrade() -> None:
    op.drop_index(op.f("ix_blanko_antrean_kantor_siap_cetak_pada"), table_name="blanko_antrean")
    op.drop_column("blanko_antrean", "kriteria")
    op.drop_index(op.f("ix_blanko_alokasi_urutan_no_register"), table_name="blanko_alokasi_urutan")
    op.drop_index(op.f("ix_blanko_alokasi_urutan_kasus"), table_name="blanko_alokasi_urutan")
    op.drop_table("blanko_alokasi_urutan")
    op.drop_index(
        "uq_permintaan_blanko_terbuka",
        table_name="permintaan_blanko",
        sqlite_where=sa.text("keadaan = 'TERBUKA'"),
        postgresql_where=sa.text("keadaan = 'TERBUKA'"),
    )
    op.drop_table("permintaan_blanko")
    op.drop_index(op.f("ix_blanko_opname_kantor_dihitung_pada"), table_name="blanko_opname")
    op.drop_table("blanko_opname")
    op.drop_table("blanko_kiriman")
    op.drop_index(op.f("ix_blanko_antrean_jejak_kantor_sejak"), table_name="blanko_antrean_jejak")
    op.drop_table("blanko_antrean_jejak")
    op.drop_index(op.f("ix_blanko_alokasi_kantor_waktu"), table_name="blanko_alokasi")
    op.drop_table("blanko_alokasi")
