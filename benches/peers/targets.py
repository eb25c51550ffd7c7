"""The targets and whether they are met. Every ratio is the median of the rounds' own ratios."""

import statistics

ROUNDS = "wall", "cpu"


class Ratio:
    """`ours` against `theirs` (of several, the one with the least processor time), at most or at least `limit` times."""

    def __init__(self, size, ours, theirs, kind, limit, base_size=None):
        self.size, self.ours, self.theirs, self.kind, self.limit = size, ours, theirs, kind, limit
        self.base_size = base_size or size

    def judge(self, results):
        ours = results.get(self.size, {}).get(self.ours)
        others = results.get(self.base_size, {})
        present = [name for name in self.theirs if name in others]
        if not ours or not present:
            return None
        best = min(present, key=lambda name: statistics.median(others[name]["cpu"]))
        ratios = {kind: ratio(self.kind, ours[kind], others[best][kind]) for kind in ROUNDS}
        if self.kind == "faster":
            met = {kind: value >= self.limit for kind, value in ratios.items()}
            wanted = f">= {self.limit} x faster than {best}"
        else:
            met = {self.kind: ratios[self.kind] <= self.limit}
            wanted = f"<= {self.limit} x the {self.kind} of {best}" + (f" at {self.base_size}" if self.base_size != self.size else "")
        return wanted, f"wall {ratios['wall']:.2f} cpu {ratios['cpu']:.2f}", word(met)


class Peak:
    """Peak memory of `ours`, at most `limit` MiB."""

    def __init__(self, size, ours, limit):
        self.size, self.ours, self.limit = size, ours, limit

    def judge(self, results):
        ours = results.get(self.size, {}).get(self.ours)
        if not ours or ours["peak"] is None:
            return None
        return f"<= {self.limit} MiB", f"{ours['peak']:.1f}", word({"peak": ours["peak"] <= self.limit})


def ratio(kind, ours, theirs):
    """Of the rounds in pairs; where one side had fewer rounds, of the medians."""
    if len(ours) != len(theirs):
        ours, theirs = [statistics.median(ours)], [statistics.median(theirs)]
    pairs = [(b, a) if kind == "faster" else (a, b) for a, b in zip(ours, theirs)]
    return statistics.median(above / max(below, 1e-6) for above, below in pairs)


def word(met):
    if all(met.values()):
        return "pass"
    return "pass by " + " and ".join(kind for kind, fine in met.items() if fine) + " only" if any(met.values()) else "FAIL"


GIT, DUCKDB, POLARS = ["git: --version"], ["duckdb files: ", "duckdb flat: "], ["polars files: ", "polars flat: "]


def of(tools, job):
    return [tool + job for tool in tools]


TARGETS = [
    *(Ratio("5k", f"bangfu: {flag}", GIT, "wall", 1.2) for flag in ("--version", "--help")),
    *(Ratio("5k", f"bangfu: {job}", GIT, "wall", 3) for job in ("check", "rollup", "validate")),
    *(Peak("5k", f"bangfu: {job}", 8) for job in ("check", "rollup", "validate")),
    Ratio("100k", "bangfu: validate", of(DUCKDB, "validate"), "faster", 8),
    Ratio("100k", "bangfu: validate", ["hledger: validate"], "faster", 60),
    Peak("100k", "bangfu: validate", 16),
    # All that `check` reads but the settings, and the logs alone.
    *(Ratio("1M", "bangfu: check", [f"{counted}: read"], "cpu", 1.3) for counted in ("wc files", "wc logs")),
    Ratio("1M", "bangfu: check", of(DUCKDB, "check"), "faster", 4.5),
    Ratio("1M", "bangfu: check", of(POLARS, "check"), "faster", 5),
    Peak("1M", "bangfu: check", 24),
    Ratio("1M", "bangfu: rollup", of(DUCKDB, "rollup"), "faster", 4),
    Ratio("1M", "bangfu: validate", of(DUCKDB, "validate"), "faster", 6),
    Ratio("1M", "bangfu: validate", ["bangfu: check"], "cpu", 2.5),
    *(Peak("1M", f"bangfu: {job}", 48) for job in ("rollup", "validate")),
    *(Ratio("10M", f"bangfu: {job}", [f"bangfu: {job}"], "cpu", 12, "1M") for job in ("check", "rollup", "validate")),
    Peak("10M", "bangfu: check", 192),
    Peak("10M", "bangfu: validate", 320),
    *(Ratio(size, f"bangfu wrong: {job}", [f"bangfu: {job}"], "cpu", 2) for size in ("5k", "100k", "1M") for job in ("check", "validate")),
]


def show(results):
    """Prints every target that these sizes can judge; true if all were met."""
    print("\ntargets")
    met = True
    for target in TARGETS:
        judged = target.judge(results)
        if judged:
            wanted, measured, verdict = judged
            met = met and verdict == "pass"
            print(f"  {target.size:>4} {target.ours:22} {wanted:46} {measured:24} {verdict}")
        elif target.size in results:
            there = target.ours in results[target.size]
            met = met and there
            print(f"  {target.size:>4} {target.ours:22} " + ("nothing to compare with here" if there else "FAIL: not measured"))
    return met
