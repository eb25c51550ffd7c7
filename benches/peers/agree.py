"""Whether all tools give the same answers, line by line; a faster wrong answer is none."""

import csv
import io
import json
import subprocess

EXACT = ("duckdb", "polars", "sqlite")
TOPICS, MODES = ("thought", "study", "life", "mind"), ("face", "phone", "online")
FORMS = ("due", "on_time", "late", "missing", "pending", "passed", "returned")
COUNTS = ("pairs", "started", "ended", "contacts", "minutes", "late_entries", "contacted", "keeping", "late_days", "breaches", "overdue")


def answer(command):
    """What a tool says, without its carriage returns."""
    with open(command.stdin, "rb") as stdin:
        ended = subprocess.run(command.argv, cwd=command.folder, stdin=stdin, capture_output=True, check=False)
    if ended.returncode not in command.fine:
        raise RuntimeError(f"{command.argv[0]} ended with {ended.returncode}: {ended.stderr[-500:].decode(errors='replace')}")
    return ended.stdout.decode().replace("\r\n", "\n")


def peers(commands, job):
    """The tools' common answer to a job, and lines that say who agrees with whom."""
    asked = {tool: command for (tool, what), command in commands.items() if what == job and tool.split()[0] in EXACT}
    answers = {tool: answer(command) for tool, command in asked.items()}
    if not answers:
        return None, [f"{job}: no peer to ask"]
    common = next(iter(answers.values()))
    differing = [tool for tool, text in answers.items() if text != common]
    lines = len(common.splitlines())
    return common, [f"{job}: {tool} DIFFERS" for tool in differing] or [f"{job}: {', '.join(answers)} agree ({lines} lines)"]


def check(common, said):
    """Compare bangfu's gaps with the peers' list."""
    ours = [[row["branch"], row["pair"], gap["from"], gap["to"], str(gap["days"])] for row in json.loads(said)["pairs"] for gap in row["gaps"]]
    theirs = list(csv.reader(io.StringIO(common)))[1:]
    return verdict("check", sorted(ours), sorted(theirs))


def rollup(common, said):
    """Compare bangfu's figures of each branch, and the college's of the month before, with the peers'."""
    told = json.loads(said)
    rows = list(csv.DictReader(io.StringIO(common)))
    theirs = {row["branch"]: figures(row) for row in rows if row["month"] == told["month"]}
    ours = {branch["branch"]: figures(spread(branch)) for branch in told["branches"]}
    before = [figures(row) for row in rows if row["month"] < told["month"]]
    theirs["previous"] = [sum(column) for column in zip(*before)]
    ours["previous"] = figures(spread(told["previous"]))
    return verdict("rollup", sorted(ours.items()), sorted(theirs.items()))


def spread(branch):
    """One flat row of bangfu's nested figures; `late` means forms."""
    return {**{key: branch[key] for key in COUNTS}, **branch["by_topic"], **branch["by_mode"], **{key: branch["forms"][key] for key in FORMS}}


def figures(row):
    return [int(row[key]) for key in (*COUNTS, *TOPICS, *MODES, *FORMS)]


def wrong(said, records):
    """How many of the records bangfu finds wrong where every one is; a record is a line."""
    problems = json.loads(said)["problems"]
    lines = {(problem["file"], problem["line"]) for problem in problems if problem["severity"] == "error"}
    return f"every record wrong: bangfu names {len(problems)} problems in {len(lines)} of {records} records"


def verdict(job, ours, theirs):
    if ours == theirs:
        return f"{job}: bangfu agrees ({len(ours)} entries)"
    first = next(((a, b) for a, b in zip(ours, theirs) if a != b), (len(ours), len(theirs)))
    return f"{job}: bangfu DIFFERS, first in {first[0]} against {first[1]}"


WITH_PEERS = {"check": check, "rollup": rollup}
