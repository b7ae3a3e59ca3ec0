"""The published service standard's fourteen texts, as an office begins with them. Data only.

Permenpan RB 15/2014 names the components; what they say of a service is the office's to edit
(policy `laporan.standar`). The service is free: UU 24/2013 art. 79A.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COMPONENTS: Final[Mapping[str, str]] = {
    "persyaratan": "KK. Kartu hilang: surat kehilangan kepolisian. Kartu rusak: kartu lama.",
    "prosedur": "Antre, periksa berkas, rekam bila belum pernah, cetak, ambil.",
    "waktu": "24 jam sejak berkas lengkap dan data siap cetak, selama blanko tersedia.",
    "gratis": "Gratis. Laporkan siapa pun yang meminta uang.",
    "produk": "KTP-el.",
    "pengaduan": "Di loket, boleh tanpa nama: dijawab 14 hari, diputus 60 hari.",
    "dasar_hukum": "UU 24/2013, Perpres 96/2018, Permendagri 108/2019, UU 25/2009.",
    "sarana": "Ruang tunggu, kursi prioritas, alat rekam, pencetak kartu.",
    "kompetensi": "Petugas yang ditunjuk dan dilatih Disdukcapil.",
    "pengawasan": "Kasi setiap hari, Camat setiap bulan dalam rapat koordinasi.",
    "pelaksana": "Menurut daftar petugas kantor.",
    "jaminan_pelayanan": "Nomor register, tanggal janji, dan kabar bila janji tidak ditepati.",
    "jaminan_keamanan": "Data pribadi tersamar; setiap pembukaan dicatat dengan alasannya.",
    "evaluasi": "Survei kepuasan paling sedikit setahun sekali, laporan setiap bulan.",
}
