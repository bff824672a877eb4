"""Seeded intakes and the figures measured on them; no part of the installed package."""
