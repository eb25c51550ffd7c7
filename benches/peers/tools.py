"""The other tools: where they are on this machine, how to get them, the layouts they like, and their commands for each job."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
JOBS = ("check", "rollup", "validate")
TO_INSTALL = {
    "duckdb": "pip install duckdb-cli",
    "polars": "pip install polars",
    "sqlite3": "apt-get install sqlite3",
    "hledger": "apt-get install hledger",
    "ledger": "apt-get install ledger",
    "git": "apt-get install git",
}


class Command:
    """What to run: a program with arguments, in a folder, with a file as its standard input."""

    def __init__(self, argv, folder, stdin=os.devnull, fine=(0,)):
        self.argv, self.folder, self.stdin, self.fine = [str(a) for a in argv], str(folder), str(stdin), fine


def find():
    """Name -> path of each tool that is here (for Polars the Python that has it)."""
    found = {name: shutil.which(name) for name in ("sqlite3", "hledger", "ledger", "git")}
    found["duckdb"] = duckdb_program()
    found["polars"] = sys.executable if importlib.util.find_spec("polars") else None
    return {name: path for name, path in found.items() if path}


def duckdb_program():
    """The program itself, not the Python script that the package puts in front of it: that would cost it 20 ms."""
    package = importlib.util.find_spec("duckdb_cli")
    inside = Path(package.origin).parent / "duckdb" if package and package.origin else None
    return str(inside) if inside and inside.exists() else shutil.which("duckdb")


def version(name, path):
    if name == "polars":
        argv = [path, "-c", "import polars; print('polars', polars.__version__)"]
    else:
        argv = [path, "--version"]
    said = subprocess.run(argv, capture_output=True, text=True, check=False).stdout
    return said.splitlines()[0] if said else "?"


def flatten(scratch):
    """One concatenated file a table, in the folder flat beside the folder data: for engines that do not like many files."""
    flat = scratch / "flat"
    flat.mkdir()
    for table in ("pairs", "contacts", "forms"):
        with open(flat / f"{table}.csv", "wb") as out:
            for number, file in enumerate(sorted(scratch.glob(f"data/branches/*/{table}.csv"))):
                header, _, rows = file.read_bytes().partition(b"\n")
                branch = file.parent.name.encode() + b"," if table == "pairs" else b""
                if number == 0:
                    out.write((b"branch," if branch else b"") + header + b"\n")
                out.write(b"".join(branch + row for row in rows.splitlines(True)) if branch else rows)


def journal(scratch):
    """The contacts as transactions of two postings, for the plain-text accounting tools."""
    with open(scratch / "flat/contacts.csv", encoding="utf-8") as rows, open(scratch / "flat/contacts.journal", "w", encoding="utf-8") as out:
        next(rows)
        for row in rows:
            pair, day, _, act, mode, topics, minutes, place, content = row.split(",", 8)
            text = content.rsplit(",", 4)[0].strip('"')
            out.write(f"{day} {pair} {act}\n    ; {text}\n    contacts:{pair}    1 time\n    branch:{pair.split('-')[0]}\n\n")


def commands(found, scratch, contacts):
    """(tool and layout, job) -> command. The slowest tools are left out where they would take minutes."""
    listed = {}
    for job in JOBS:
        if "duckdb" in found:
            for layout in ("files", "flat"):
                query = joined(scratch, f"duckdb-{layout}.sql", f"duckdb-{job}.sql")
                listed[f"duckdb {layout}", job] = Command([found["duckdb"]], scratch, query)
        if "polars" in found:
            for layout in ("files", "flat"):
                argv = [found["polars"], HERE / "polars_jobs.py", job, layout]
                listed[f"polars {layout}", job] = Command(argv, scratch)
        if contacts <= 100_000 and "sqlite3" in found:
            query = joined(scratch, "sqlite-load.sql", f"sqlite-{job}.sql")
            listed["sqlite", job] = Command([found["sqlite3"]], scratch, query)
    journal = ["-f", "flat/contacts.journal"]
    if contacts <= 100_000 and "hledger" in found:
        listed["hledger", "validate"] = Command([found["hledger"], *journal, "check"], scratch)
    if contacts <= 5_000 and "ledger" in found:
        listed["ledger", "check"] = Command([found["ledger"], *journal, "bal"], scratch)
    return listed


def joined(scratch, *names):
    """A query of several files, as one file to read from."""
    query = scratch / "+".join(names)
    query.write_text("".join((HERE / name).read_text(encoding="utf-8") for name in names), encoding="utf-8")
    return query
