"""Boards write at each change: for tests it is enough that it is written, and need not be flushed to the disk."""

import os

import pytest


@pytest.fixture(autouse=True)
def _no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
