#!/usr/bin/env python3
"""Imports a made-up roster of so many rows of xlsx into an empty data directory, and then once more: wall seconds and peak memory.

Usage: benches/import_roster.py [--rows 100000] [--bangfu PROGRAM]. Needs cargo (or a program built before) and `pip install openpyxl`.
Ends with 1 where an import fails or leaves a row out."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parent.parent


def write_roster(path, rows):
    """The roster as offices keep it: a title row of headers in Chinese, ids as text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(["学号", "姓名", "性别", "专业", "年级", "班级", "发展阶段"])
    for number in range(rows):
        sheet.append([f"2012{number:06d}", "甲示例", "女", "英语", "2012", "英语1201", "团员"])
    book.save(path)


def measured(command):
    """Runs a command: wall seconds and peak MiB."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command} ended with {child.returncode}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--bangfu", help="a program built before")
    options = parser.parse_args()
    if not options.bangfu:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    program = options.bangfu or ROOT / "target/release/bangfu"
    with tempfile.TemporaryDirectory() as scratch:
        roster, data = f"{scratch}/roster.xlsx", f"{scratch}/data"
        write_roster(roster, options.rows)
        subprocess.run([program, "init", data, "--template", "gzu-2012"], check=True, capture_output=True)
        for what in ("into an empty roster", "once more"):
            seconds, peak = measured([program, "--data", data, "import", "roster", roster, "--yes"])
            print(f"{options.rows} rows of xlsx, {what}: {seconds:.2f} s, {peak:.0f} MiB")
        written = pathlib.Path(data, "people.csv").read_bytes().count(b"\n") - 1
    if written != options.rows:
        sys.exit(f"{written} of {options.rows} rows are in people.csv")


if __name__ == "__main__":
    main()
