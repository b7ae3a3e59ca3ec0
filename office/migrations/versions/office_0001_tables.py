"""The office's tables: configuration, calendar, officers, queue, stock, cards and notices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from office import append_only

revision = "office_0001"
down_revision = None
branch_labels = ("office",)
depends_on = None

#: written once, read for ever: table -> its primary key
APPEND_ONLY = {
    "blanko_mutasi": ("key",),
    "kantor_setelan": ("key",),
    "kalender": ("kantor", "versi"),
}
SQLITE_SUM = """
CREATE TRIGGER blanko_mutasi_sum AFTER INSERT ON blanko_mutasi
BEGIN
  INSERT INTO blanko_saldo (kantor, bahan, ada, direservasi)
  SELECT NEW.kantor, NEW.bahan, 0, 0 WHERE NOT EXISTS
    (SELECT 1 FROM blanko_saldo WHERE kantor = NEW.kantor AND bahan = NEW.bahan);
  UPDATE blanko_saldo
  SET ada = ada + NEW.ubah_ada, direservasi = direservasi + NEW.ubah_direservasi
  WHERE kantor = NEW.kantor AND bahan = NEW.bahan;
END
"""
POSTGRESQL_GUARD = """
CREATE FUNCTION alur_office_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRESQL_SUM = """
CREATE FUNCTION alur_sum_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO blanko_saldo (kantor, bahan, ada, direservasi)
  VALUES (NEW.kantor, NEW.bahan, 0, 0) ON CONFLICT DO NOTHING;
  UPDATE blanko_saldo
  SET ada = ada + NEW.ubah_ada, direservasi = direservasi + NEW.ubah_direservasi
  WHERE kantor = NEW.kantor AND bahan = NEW.bahan;
  RETURN NULL;
END $$
"""


def upgrade() -> None:
    make_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_SUM)
        op.execute(
            "CREATE TRIGGER blanko_mutasi_sum AFTER INSERT ON blanko_mutasi "
            "FOR EACH ROW EXECUTE FUNCTION alur_sum_stock()"
        )
        op.execute(POSTGRESQL_GUARD)
    else:
        op.execute(SQLITE_SUM)
    for table, keys in APPEND_ONLY.items():
        append_only.protect(table, *keys)


def make_tables() -> None:
    op.create_table(
        "blanko_antrean",
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("kelas", sa.Integer(), nullable=False),
        sa.Column("siap_cetak_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gagal", sa.Integer(), nullable=False),
        sa.Column("keadaan", sa.Text(), nullable=False),
        sa.Column("direservasi_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("no_register", name=op.f("pk_blanko_antrean")),
    )
    op.create_index(
        op.f("ix_blanko_antrean_kantor_keadaan"),
        "blanko_antrean",
        ["kantor", "keadaan"],
        unique=False,
    )
    op.create_table(
        "blanko_mutasi",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("bahan", sa.Text(), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("ubah_ada", sa.Integer(), nullable=False),
        sa.Column("ubah_direservasi", sa.Integer(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=True),
        sa.Column("blanko_seri", sa.Text(), nullable=True),
        sa.Column("dokumen", sa.Text(), nullable=True),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("disetujui_oleh", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "jenis NOT IN ('HILANG', 'KOREKSI_OPNAME', 'PINJAM_KELUAR', 'PINJAM_MASUK') OR (disetujui_oleh IS NOT NULL AND disetujui_oleh <> oleh)",
            name=op.f("ck_blanko_mutasi_disetujui"),
        ),
        sa.CheckConstraint(
            "jumlah <> 0 AND (jumlah > 0 OR jenis = 'KOREKSI_OPNAME')",
            name=op.f("ck_blanko_mutasi_jumlah"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_blanko_mutasi")),
    )
    op.create_index(
        op.f("ix_blanko_mutasi_kantor_bahan_waktu"),
        "blanko_mutasi",
        ["kantor", "bahan", "waktu"],
        unique=False,
    )
    op.create_index(
        op.f("ix_blanko_mutasi_no_register"), "blanko_mutasi", ["no_register"], unique=False
    )
    op.create_index(
        "uq_blanko_mutasi_dokumen",
        "blanko_mutasi",
        ["kantor", "dokumen", "bahan"],
        unique=True,
        sqlite_where=sa.text("jenis = 'TERIMA'"),
        postgresql_where=sa.text("jenis = 'TERIMA'"),
    )
    op.create_index(
        "uq_blanko_mutasi_pakai",
        "blanko_mutasi",
        ["kantor", "no_register", "bahan"],
        unique=True,
        sqlite_where=sa.text("jenis = 'PAKAI'"),
        postgresql_where=sa.text("jenis = 'PAKAI'"),
    )
    op.create_table(
        "blanko_saldo",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("bahan", sa.Text(), nullable=False),
        sa.Column("ada", sa.Integer(), nullable=False),
        sa.Column("direservasi", sa.Integer(), nullable=False),
        sa.CheckConstraint("ada >= 0", name=op.f("ck_blanko_saldo_ada")),
        sa.CheckConstraint(
            "direservasi >= 0 AND direservasi <= ada", name=op.f("ck_blanko_saldo_direservasi")
        ),
        sa.PrimaryKeyConstraint("kantor", "bahan", name=op.f("pk_blanko_saldo")),
    )
    op.create_table(
        "cetakan",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("ke", sa.Integer(), nullable=False),
        sa.Column("blanko_seri", sa.Text(), nullable=True),
        sa.Column("suhu", sa.Integer(), nullable=True),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("dimulai_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hasil", sa.Text(), nullable=True),
        sa.Column("selesai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_cetakan")),
        sa.UniqueConstraint("no_register", "ke", name=op.f("uq_cetakan_no_register_ke")),
    )
    op.create_table(
        "kalender",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("versi", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("keterangan", sa.Text(), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("dicatat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kantor", "versi", name=op.f("pk_kalender")),
    )
    op.create_table(
        "kantor",
        sa.Column("kode", sa.Text(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("kota", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_kantor")),
        sa.UniqueConstraint("prefix", name=op.f("uq_kantor_prefix")),
    )
    op.create_table(
        "kantor_setelan",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("nilai", sa.Text(), nullable=False),
        sa.Column("berlaku_mulai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.Column("dicatat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kantor_setelan")),
    )
    op.create_index(
        op.f("ix_kantor_setelan_kantor_berlaku_mulai"),
        "kantor_setelan",
        ["kantor", "berlaku_mulai"],
        unique=False,
    )
    op.create_table(
        "kartu",
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("blanko_seri", sa.Text(), nullable=True),
        sa.Column("rak", sa.Text(), nullable=True),
        sa.Column("dicetak_oleh", sa.Text(), nullable=True),
        sa.Column("qc_oleh", sa.Text(), nullable=True),
        sa.Column("siap_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("penerima", sa.Text(), nullable=True),
        sa.Column("diserahkan_oleh", sa.Text(), nullable=True),
        sa.Column("diserahkan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alasan_blokir", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("no_register", name=op.f("pk_kartu")),
    )
    op.create_index(op.f("ix_kartu_kantor_status"), "kartu", ["kantor", "status"], unique=False)
    op.create_table(
        "kode_ambil",
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("digit", sa.Integer(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terpakai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("no_register", name=op.f("pk_kode_ambil")),
    )
    op.create_table(
        "notifikasi",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("saluran", sa.Text(), nullable=False),
        sa.Column("templat", sa.Text(), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("tujuan", sa.LargeBinary(), nullable=True),
        sa.Column("tujuan_mask", sa.Text(), nullable=False),
        sa.Column("keadaan", sa.Text(), nullable=False),
        sa.Column("percobaan", sa.Integer(), nullable=False),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("berikut_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dikirim_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notifikasi")),
    )
    op.create_index(op.f("ix_notifikasi_kasus"), "notifikasi", ["kasus"], unique=False)
    op.create_index(
        op.f("ix_notifikasi_keadaan_berikut_pada"),
        "notifikasi",
        ["keadaan", "berikut_pada"],
        unique=False,
    )
    op.create_table(
        "penghitung",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("terakhir", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kantor", "nama", name=op.f("pk_penghitung")),
    )
    op.create_table(
        "permohonan",
        sa.Column("kasus", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("no_register", sa.Text(), nullable=False),
        sa.Column("nik_indeks", sa.LargeBinary(), nullable=True),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("diterima_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("estimasi_awal_tgl", sa.Date(), nullable=True),
        sa.Column("estimasi_tgl", sa.Date(), nullable=True),
        sa.Column("ditutup_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hasil", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("kasus", name=op.f("pk_permohonan")),
        sa.UniqueConstraint("no_register", name=op.f("uq_permohonan_no_register")),
    )
    op.create_index(
        op.f("ix_permohonan_kantor_ditutup_pada"),
        "permohonan",
        ["kantor", "ditutup_pada"],
        unique=False,
    )
    op.create_index(
        "uq_permohonan_nik_terbuka",
        "permohonan",
        ["nik_indeks"],
        unique=True,
        sqlite_where=sa.text("ditutup_pada IS NULL"),
        postgresql_where=sa.text("ditutup_pada IS NULL"),
    )
    op.create_table(
        "petugas",
        sa.Column("nama_masuk", sa.Text(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("peran", sa.Text(), nullable=False),
        sa.Column("hak", sa.Text(), nullable=False),
        sa.Column("kata_sandi", sa.Text(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("gagal_masuk", sa.Integer(), nullable=False),
        sa.Column("terkunci_sampai", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sandi_diubah_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nama_masuk", name=op.f("pk_petugas")),
    )
    op.create_table(
        "printer",
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("siap", sa.Boolean(), nullable=False),
        sa.Column("diubah_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("oleh", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kantor", "nama", name=op.f("pk_printer")),
    )
    op.create_table(
        "tiket",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kantor", sa.Text(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("nomor", sa.Text(), nullable=False),
        sa.Column("kelas", sa.Text(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("tempat", sa.Integer(), nullable=False),
        sa.Column("layanan", sa.Text(), nullable=False),
        sa.Column("keadaan", sa.Text(), nullable=False),
        sa.Column("panggilan", sa.Integer(), nullable=False),
        sa.Column("masuk_lagi", sa.Integer(), nullable=False),
        sa.Column("loket", sa.Text(), nullable=True),
        sa.Column("kasus", sa.BigInteger(), nullable=False),
        sa.Column("diambil_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dipanggil_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dilayani_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("selesai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tiket")),
        sa.UniqueConstraint(
            "kantor", "tanggal", "nomor", name=op.f("uq_tiket_kantor_tanggal_nomor")
        ),
    )
    op.create_index(op.f("ix_tiket_kasus"), "tiket", ["kasus"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_tiket_kasus"), table_name="tiket")
    op.drop_table("tiket")
    op.drop_table("printer")
    op.drop_table("petugas")
    op.drop_index(
        "uq_permohonan_nik_terbuka",
        table_name="permohonan",
        sqlite_where=sa.text("ditutup_pada IS NULL"),
        postgresql_where=sa.text("ditutup_pada IS NULL"),
    )
    op.drop_index(op.f("ix_permohonan_kantor_ditutup_pada"), table_name="permohonan")
    op.drop_table("permohonan")
    op.drop_table("penghitung")
    op.drop_index(op.f("ix_notifikasi_keadaan_berikut_pada"), table_name="notifikasi")
    op.drop_index(op.f("ix_notifikasi_kasus"), table_name="notifikasi")
    op.drop_table("notifikasi")
    op.drop_table("kode_ambil")
    op.drop_index(op.f("ix_kartu_kantor_status"), table_name="kartu")
    op.drop_table("kartu")
    op.drop_index(op.f("ix_kantor_setelan_kantor_berlaku_mulai"), table_name="kantor_setelan")
    op.drop_table("kantor_setelan")
    op.drop_table("kantor")
    op.drop_table("kalender")
    op.drop_table("cetakan")
    op.drop_table("blanko_saldo")
    op.drop_index(
        "uq_blanko_mutasi_pakai",
        table_name="blanko_mutasi",
        sqlite_where=sa.text("jenis = 'PAKAI'"),
        postgresql_where=sa.text("jenis = 'PAKAI'"),
    )
    op.drop_index(
        "uq_blanko_mutasi_dokumen",
        table_name="blanko_mutasi",
        sqlite_where=sa.text("jenis = 'TERIMA'"),
        postgresql_where=sa.text("jenis = 'TERIMA'"),
    )
    op.drop_index(op.f("ix_blanko_mutasi_no_register"), table_name="blanko_mutasi")
    op.drop_index(op.f("ix_blanko_mutasi_kantor_bahan_waktu"), table_name="blanko_mutasi")
    op.drop_table("blanko_mutasi")
    op.drop_index(op.f("ix_blanko_antrean_kantor_keadaan"), table_name="blanko_antrean")
    op.drop_table("blanko_antrean")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION alur_sum_stock")
        op.execute("DROP FUNCTION alur_office_refuse_change")
