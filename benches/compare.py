#!/usr/bin/env python3
"""Side by side: bangfu and other tools at the same jobs on the same data, in alternation, whole processes.

    benches/compare.py                          5,000, 100,000 and 1,000,000 contacts (some minutes)
    benches/compare.py --sizes 5k               a quick look
    benches/compare.py --sizes 1M,10M           the growth; 10M needs 3 GB of disk for the data
    benches/compare.py --peers-only             without bangfu

Builds the release program, makes the data in a temporary folder, lets every tool run once a round, and prints medians over the
rounds: wall and processor time (user + system), peak memory (GNU time), and the ratios to the targets, each the median of the
rounds' own ratios. Ends with 1 where answers differ or a target is missed. Tools that are missing are named and left out. Needs only Python's standard library and cargo.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
from peers import agree, targets, tools  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"5k": 5_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
RUNS = {"5k": 15, "100k": 9, "1M": 5, "10M": 2}
GNU_TIME = "/usr/bin/time"
TODAY = ["--today", "2013-06-30"]
ARGUMENTS = {
    "check": ["check", "--as-of", "2013-05-31"],
    "rollup": ["rollup", "2012-12"],
    "validate": ["validate"],
}
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8"}


def main():
    options = arguments()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    found = tools.find()
    for name, how in tools.TO_INSTALL.items():
        print(f"  {name:8} {tools.version(name, found[name]) if name in found else 'missing, left out: ' + how}")
    program = None if options.peers_only else Path(options.bangfu or build_program()).resolve()
    generator = build_generator()
    results, fine = {}, True
    for size in options.sizes.split(","):
        with tempfile.TemporaryDirectory(prefix="bangfu-compare-", dir=options.temp) as scratch:
            results[size], agreed = one_size(size, Path(scratch), program, generator, found, options)
            fine = fine and agreed
    if program:
        fine = targets.show(results) and fine
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1), encoding="utf-8")
    print(f"load {os.getloadavg()[0]:.1f}")
    return 0 if fine else 1


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="5k,100k,1M", help="of 5k, 100k, 1M, 10M")
    parser.add_argument("--runs", type=int, help="rounds, instead of 15, 9, 5, 2")
    parser.add_argument("--peers-only", action="store_true", help="without bangfu")
    parser.add_argument("--bangfu", help="a program built before")
    parser.add_argument("--temp", help="where to make the data")
    parser.add_argument("--json", help="write every figure to this file too")
    return parser.parse_args()


def build_program():
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    return ROOT / "target/release/bangfu"


def build_generator():
    asked = ["cargo", "bench", "--no-run", "--bench", "season", "--message-format=json", "--quiet"]
    said = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    built = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return next(b["executable"] for b in built if b.get("executable") and b["target"]["name"] == "season")


def one_size(size, scratch, program, generator, found, options):
    """Makes the data of a size, asks all tools whether they agree, and measures them."""
    contacts = SIZES[size]
    data = scratch / "data"
    made = subprocess.run([generator, "data", "--out", data, "--contacts", str(contacts)], check=True, capture_output=True, text=True)
    print(f"\n{size}: {made.stdout.strip()}")
    commands = {}
    if contacts <= 1_000_000:
        tools.flatten(scratch)
        if contacts <= 100_000:
            tools.journal(scratch)
        commands = tools.commands(found, scratch, contacts)
        logs = paths(data, "contacts")
        commands["wc logs", "read"] = tools.Command(["wc", "-l", *logs], data)
        commands["wc files", "read"] = tools.Command(["wc", "-l", "people.csv", *paths(data, "pairs"), *logs], data)
        commands["wc flat", "read"] = tools.Command(["wc", "-l", "flat/contacts.csv"], scratch)
    if program:
        wrong = scratch / "wrong"
        if contacts <= 1_000_000:
            subprocess.run([generator, "data", "--wrong", "--out", wrong, "--contacts", str(contacts)], check=True, capture_output=True)
        commands |= bangfu(program, data, wrong if wrong.exists() else None)
    if "git" in found:
        commands["git", "--version"] = tools.Command([found["git"], "--version"], data)
    agreement = list(agreements(commands, records(made.stdout)))
    print("\n".join(f"  {line}" for line in agreement))
    return measured(commands, options.runs or RUNS[size]), not any("DIFFERS" in line for line in agreement)


def records(made):
    """The number of records, from what the generator says; there are two persons a pair."""
    words = made.split()
    said = dict(zip(words[::2], map(int, words[1::2])))
    return said["pairs"] * 3 + said["contacts"] + said["forms"]


def paths(data, table):
    return sorted(str(path.relative_to(data)) for path in data.glob(f"branches/*/{table}.csv"))


def bangfu(program, data, wrong):
    listed = {("bangfu", flag): tools.Command([program, flag], data) for flag in ("--version", "--help")}
    for job, words in ARGUMENTS.items():
        fine = (0, 1) if job == "check" else (0,)
        argv = [program, "--data", data, *TODAY, *words]
        listed["bangfu", job] = tools.Command(argv, data, fine=fine)
        if job != "validate":
            listed["bangfu json", job] = tools.Command([*argv, "--format", "json"], data, fine=fine)
        if wrong:
            listed["bangfu wrong", job] = tools.Command([program, "--data", wrong, *TODAY, *words], wrong, fine=(1, 4))
    return listed


def agreements(commands, count):
    """Lines that say who agrees with whom, and how many of `count` wrong records are found."""
    for job in tools.JOBS:
        common, said = agree.peers(commands, job)
        yield from said
        if common is not None and ("bangfu json", job) in commands:
            yield bangfu_said(commands["bangfu json", job], lambda told: agree.WITH_PEERS[job](common, told), job)
    if ("bangfu wrong", "validate") in commands:
        asked = commands["bangfu wrong", "validate"]
        in_json = tools.Command([*asked.argv, "--format", "json"], asked.folder, fine=asked.fine)
        yield bangfu_said(in_json, lambda told: agree.wrong(told, count), "every record wrong")


def bangfu_said(command, judge, job):
    try:
        return judge(agree.answer(command))
    except (RuntimeError, ValueError, KeyError, TypeError) as why:
        return f"{job}: bangfu DIFFERS, its answer cannot be read: {why!r}"


def measured(commands, runs):
    """(tool, job) as "tool: job" -> its figures in each round; every command runs once a round, one after the other."""
    taken = {key: [] for key in commands}
    failed = set()
    for _ in range(runs):
        for key, command in commands.items():
            if key in failed:
                continue
            wall, cpu, code = run(command)
            if code not in command.fine:
                failed.add(key)
                print(f"  {key[0]}: {key[1]} ended with {code}, not measured")
            else:
                taken[key].append((wall, cpu))
    found = {}
    print(f"  {'tool':14} {'job':10} {'wall ms':>9} {'cpu ms':>9} {'peak MiB':>9}   median of {runs}")
    for key, rounds in taken.items():
        if key in failed:
            continue
        figures = {"wall": [w for w, _ in rounds], "cpu": [c for _, c in rounds], "peak": peak(commands[key])}
        found[": ".join(key)] = figures
        wall, cpu = (statistics.median(figures[kind]) * 1000 for kind in ("wall", "cpu"))
        memory = "-" if figures["peak"] is None else f"{figures['peak']:.1f}"
        print(f"  {key[0]:14} {key[1]:10} {wall:9.2f} {cpu:9.2f} {memory:>9}")
    return found


def run(command):
    """Wall seconds, processor seconds and exit code of one whole process."""
    os.chdir(command.folder)
    actions = [(os.POSIX_SPAWN_OPEN, 0, command.stdin, os.O_RDONLY, 0)]
    actions += [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
    start = time.perf_counter()
    child = os.posix_spawnp(command.argv[0], command.argv, ENVIRONMENT, file_actions=actions)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - start
    return wall, used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)


def peak(command):
    """Peak memory in MiB by GNU time (a process started by Python itself would be charged Python's own)."""
    if not os.path.exists(GNU_TIME):
        return None
    with open(command.stdin, "rb") as stdin, tempfile.NamedTemporaryFile("r") as note:
        argv = [GNU_TIME, "-f", "%M", "-o", note.name, *command.argv]
        subprocess.run(argv, cwd=command.folder, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT, check=False)
        return int(note.read().split()[-1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
