#!/usr/bin/env python3
"""Writes build/daily_functions.txt: the functions that the daily commands call, for build/main.rs to lay side by side.

    benches/daily_functions.py                       builds the program and the data, then watches it
    benches/daily_functions.py --bangfu PROGRAM...   release builds that are there already

Runs the commands under valgrind (`apt-get install valgrind binutils`) on a college's year of made-up data. Functions that more of the
commands call come first, those of the same commands together. A name ends in a hash of its types and of the compiler; where all functions
of a name are small together the hash is left open, so that the name serves other compilers too. Run it again after a big change: a name
that is gone does no harm, one that is missing costs its piece of memory.
"""

import argparse
import bisect
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
import compare  # noqa: E402

LIST = compare.ROOT / "build/daily_functions.txt"
COMMANDS = [
    ["check", "--as-of", "2013-05-31"],
    ["rollup", "2012-12"],
    ["validate"],
    ["status"],
    ["due"],
    ["pair", "list"],
    ["check", "--as-of", "2013-05-31", "--format", "json"],
    ["rollup", "2012-12", "--format", "json"],
    ["log", "zhang3", "--on", "2013-05-30"],
    ["--help"],
]
HASH = re.compile(r"17h[0-9a-f]{16}E")
PAGE = 4096
# How many bytes of functions that are not called may come along with a name.
SLACK = 2048


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bangfu", nargs="+", help="release builds that are there already")
    given = parser.parse_args().bangfu
    callers = defaultdict(int)
    with tempfile.TemporaryDirectory(prefix="bangfu-daily-") as scratch:
        data = Path(scratch) / "data"
        generator = compare.build_generator()
        subprocess.run([generator, "data", "--out", data, "--contacts", "5000"], check=True, capture_output=True)
        for program in given or build_programs(Path(scratch)):
            watch(Functions(Path(program).resolve()), data, callers, Path(scratch) / "calls")
    names = sorted(callers, key=lambda name: (-callers[name].bit_count(), callers[name]))
    LIST.write_text("# Written by benches/daily_functions.py.\n" + "".join(f"{name}\n" for name in names), encoding="utf-8")


def watch(functions, data, callers, scratch):
    """Adds which of the commands call the functions of each name, in the order of their addresses."""
    called = defaultdict(int)
    for bit, words in enumerate(COMMANDS):
        for function in functions.called([functions.program, "--data", data, *compare.TODAY, *words], scratch):
            called[function] |= 1 << bit
    name_of = functions.pattern(set(called))
    for function in sorted(called):
        callers[name_of(function)] |= called[function]
    print(f"{functions.program}: {len(called)} functions of {sum(map(functions.size, called)):,} bytes")


def build_programs(folder):
    """The program as `cargo build` makes it, and as it is made beside a benchmark that uses the library: its names end in other hashes."""
    for place, command in [(folder / "alone", ["build", "--release"]), (folder / "beside", ["bench", "--no-run", "--bench", "season"])]:
        subprocess.run(["cargo", *command, "--quiet"], cwd=compare.ROOT, check=True)
        yield shutil.copy(compare.ROOT / "target/release/bangfu", place)


class Functions:
    """The functions of a program by their numbers in the order of their addresses."""

    def __init__(self, program):
        self.program = program
        said = subprocess.run(["nm", "-S", "--defined-only", program], check=True, capture_output=True, text=True).stdout
        rows = [line.split() for line in said.splitlines()]
        self.rows = sorted((int(r[0], 16), int(r[1], 16), r[3]) for r in rows if len(r) == 4 and r[2] in "tTwW")
        if not self.rows:
            sys.exit(f"{program} has no symbols")
        self.starts = [start for start, _, _ in self.rows]
        self.names = [name.split(".llvm.")[0] for _, _, name in self.rows]
        self.alike = defaultdict(int)
        for function, name in enumerate(self.names):
            self.alike[HASH.sub("", name)] += self.size(function)

    def size(self, function):
        return self.rows[function][1]

    def called(self, command, scratch):
        """The numbers of the functions that a run calls."""
        asked = ["valgrind", "--tool=callgrind", "--dump-instr=yes", f"--callgrind-out-file={scratch}", *command]
        subprocess.run(asked, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        own, unknown = self.addresses(scratch)
        # Of a program with two sections of functions valgrind knows one, and gives the addresses of the other as they are in memory.
        starts = defaultdict(list)
        for start in self.starts:
            starts[start % PAGE].append(start)
        moved = Counter(at - start for at in unknown for start in starts[at % PAGE] if at >= start)
        if moved:
            base = moved.most_common(1)[0][0]
            own |= {at - base for at in unknown if self.starts[0] <= at - base <= self.starts[-1]}
        return {bisect.bisect_right(self.starts, at) - 1 for at in own}

    def addresses(self, scratch):
        """Where instructions lie that were run, the program's own and those of an unknown file (the format of callgrind: addresses may be
        differences)."""
        objects, found, at, is_call = {}, {str(self.program): set(), "???": set()}, 0, False
        current = set()
        for line in scratch.read_text(encoding="utf-8").splitlines():
            if named := re.match(r"(c?ob)=\((\d+)\) ?(.*)", line):
                if named[3]:
                    objects[named[2]] = named[3]
                if named[1] == "ob":
                    current = found.get(objects[named[2]], set())
            elif cost := re.match(r"(0x[0-9a-f]+|[+-]\d+|\*) ", line):
                step = cost[1]
                at = int(step, 16) if step.startswith("0x") else at + (int(step) if step != "*" else 0)
                if not is_call:
                    current.add(at)
                is_call = False
            else:
                is_call = line.startswith("calls=")
        return tuple(found.values())

    def pattern(self, called):
        """How a function's section is named: by its hash, or by its name alone where hardly anything else comes along."""
        wanted = defaultdict(int)
        for function in called:
            wanted[HASH.sub("", self.names[function])] += self.size(function)

        def of(function):
            name = self.names[function]
            bare = HASH.sub("", name)
            alone = bare != name and self.alike[bare] <= wanted[bare] + SLACK
            return HASH.sub("17h*", name) if alone else f"{name}*"

        return of


if __name__ == "__main__":
    main()
