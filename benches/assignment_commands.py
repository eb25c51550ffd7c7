#!/usr/bin/env python3
"""Times whole commands on a made-up university: pair suggest, verify and why, from typing to the answer.

    cargo build --release && benches/assignment_commands.py

Processor seconds of the process, the least of some runs. All records come from a seed; nobody is meant.
"""

import argparse
import os
import random
import resource
import subprocess
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
FIT = "".join(
    f'[[pairing.fit]]\nattribute = "{attribute}"\npoints = {points}\n'
    for attribute, points in [("major", 5), ("higher-grade", 3), ("gender", 1)]
)
CASES = {
    "2,000 x 2,400, every pair allowed": (2000, 2400, ""),
    "2,000 x 2,400, sex and grades restricted, points": (2000, 2400, 'sex = "same"\ngrade_distance = 1\n' + FIT),
    "2,400 x 2,000, sex and grades restricted, points": (2400, 2000, 'sex = "same"\ngrade_distance = 1\n' + FIT),
}


def write(folder, helpers, students, settings):
    """A data directory: roster, settings, and choices of six helpers and four students in ten."""
    chance = random.Random(7)
    text = (TOP / "data-template/gzu-2012/bangfu.toml").read_text(encoding="utf-8")
    text = text.replace("helped_capacity = 1\n", "helped_capacity = 1\n" + settings, 1)
    (folder / "bangfu.toml").write_text(text, encoding="utf-8")
    rows, branches, choices = [], {}, {"ug1": set(), "ug2": set()}
    for count, year, stage, years in [(helpers, 2010, "full", (2009, 2012)), (students, 2012, "league", (2010, 2013))]:
        for number in range(count):
            person = f"{year}{number:08d}"
            branches[person] = chance.choice(list(choices)) if stage == "full" else ""
            major = chance.choice("英日法俄") + "语"
            row = [person, f"名{number}", chance.choice("男女"), major, str(chance.randrange(*years)), branches[person], stage]
            rows.append(",".join(row))
    header = "id,name,gender,major,grade,branch,stage\n"
    (folder / "people.csv").write_text(header + "\n".join(sorted(rows)) + "\n", encoding="utf-8")
    for by, count, share in [("helper", helpers, 6), ("helped", students, 4)]:
        for number in range(count):
            for _ in range(chance.randint(1, 3) if chance.randrange(10) < share else 0):
                helper = f"2010{number if by == 'helper' else chance.randrange(helpers):08d}"
                helped = f"2012{number if by == 'helped' else chance.randrange(students):08d}"
                choices[branches[helper]].add(f"{helper},{helped},{by},2012-11-01")
    for branch, lines in choices.items():
        (folder / "branches" / branch).mkdir(parents=True)
        table = "helper,helped,by,date\n" + "\n".join(sorted(lines)) + "\n"
        (folder / "branches" / branch / "choices.csv").write_text(table, encoding="utf-8")


def seconds(program, folder, words, runs):
    """Processor seconds of a command, the least of some runs."""
    def once():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [program, "--data", str(folder), "--today", "2012-11-05", "pair", *words]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return min(once() for _ in range(runs))


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--program", default=os.environ.get("BANGFU", str(TOP / "target/release/bangfu")))
    asked.add_argument("--runs", type=int, default=3)
    given = asked.parse_args()
    for name, (helpers, students, settings) in CASES.items():
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            write(folder, helpers, students, settings)
            proposal = str(folder / "proposal.json")
            why = ["why", "201000000001", "201200000002"]
            commands = {
                "suggest": ["suggest", "--seed", "a"],
                "suggest into a file": ["suggest", "--seed", "a", "-o", proposal],
                "verify": ["verify", proposal],
                "why, by that proposal": why,
                "why, solved anew": [*why, "--seed", "a"],
            }
            print(name)
            for what, words in commands.items():
                print(f"  {what:24} {seconds(given.program, folder, words, given.runs):7.2f}", flush=True)


if __name__ == "__main__":
    main()
