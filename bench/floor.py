"""The floors: a bare framework endpoint, and a bare insert with the same commit, on the same server."""

import os
import sqlite3
import threading

import psycopg
from flask import Flask

app = Flask("floor")
_local = threading.local()
_writer = threading.Lock()
_SQL = "INSERT INTO floor (scan_id, answer) VALUES ({0}, {0})"


@app.post("/bare")
def bare() -> dict[str, bool]:
    return {"ok": True}


@app.post("/insert")
def insert() -> dict[str, bool]:
    url = os.environ["FLOOR_DATABASE"]
    if url.startswith("sqlite"):
        _insert_sqlite(url.removeprefix("sqlite:///"))
    else:
        _insert_postgresql(url.replace("+psycopg", ""))
    return {"ok": True}


def _insert_sqlite(path: str) -> None:
    if not hasattr(_local, "connection"):
        _local.connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        _local.connection.execute("PRAGMA journal_mode=WAL")
        _local.connection.execute("PRAGMA synchronous=FULL")
        _local.connection.execute(
            "CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, scan_id TEXT, answer TEXT)"
        )
    with _writer:
        _local.connection.execute("BEGIN IMMEDIATE")
        _local.connection.execute(_SQL.format("?"), ("x" * 36, "y" * 300))
        _local.connection.execute("COMMIT")


def _insert_postgresql(url: str) -> None:
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(url)
        with _writer:
            _local.connection.execute(
                "CREATE TABLE IF NOT EXISTS floor (id bigserial PRIMARY KEY, scan_id text, answer text)"
            )
            _local.connection.commit()
    _local.connection.execute(_SQL.format("%s"), ("x" * 36, "y" * 300))
    _local.connection.commit()
