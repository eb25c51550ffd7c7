#!/usr/bin/env python3
"""Side by side: the assignment engine and other solvers on the same instances, in alternation.

    benches/assignment_peers.py                       all instances with plain costs but the largest (some minutes)
    benches/assignment_peers.py dense-u-5000 --rounds 5
    benches/assignment_peers.py --slow                also peers that take many times longer

Builds the bench program, lets it write the instances, and has every solver solve each once a round. Counted is processor time of
the solving alone: conversion to a peer's own form is not counted, but where the peer does it itself it is. A ratio is the median of
the rounds' own ratios. Ends with 1 where objectives differ. Peers that are missing are named and left out:
`pip install numpy scipy ortools lap lapjv`.
"""

import argparse
import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTANCES = [
    "sparse-u-10000x30",
    "sparse-s-10000x30",
    "sparse-u-100000x30",
    "sparse-s-100000x30",
    "dense-u-1000",
    "dense-s-1000",
    "dense-u-5000",
    "dense-s-5000",
    "dense-geo-5000",
]


def main():
    options = arguments()
    modules = {name: load(name) for name in ["numpy", "scipy", "ortools", "lap", "lapjv"]}
    for name, module in modules.items():
        print(f"  {name:8} {getattr(module, '__version__', 'found') if module else 'missing, left out'}")
    if modules["numpy"] is None:
        return "numpy is needed to read the instances"
    fine = True
    with tempfile.TemporaryDirectory(prefix="bangfu-assignment-") as folder:
        for name in options.names or INSTANCES:
            bench(["--write", folder, name])
            fine = compare(name, Path(folder), modules, options) and fine
    return 0 if fine else 1


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="instances (all but the largest)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slow", action="store_true", help="also peers that take many times longer")
    return parser.parse_args()


def load(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def bench(arguments):
    command = ["cargo", "bench", "--quiet", "--bench", "assignment", "--", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def compare(name, folder, modules, options):
    peers = dense_peers(name, folder, modules) if name.startswith("dense") else sparse_peers(name, folder, modules, options)
    ours, theirs, objectives = [], {peer: [] for peer in peers}, {}
    for _ in range(options.rounds):
        own = json.loads(bench(["--json", name]))
        ours.append(own["solve"])
        objectives["ours"] = int(own["objective"])
        for peer, solve in peers.items():
            seconds, objectives[peer] = solve()
            theirs[peer].append(seconds)
    print(f"{name}: load {os.getloadavg()[0]:.1f}, bangfu {statistics.median(ours):.4f} s")
    for peer, seconds in theirs.items():
        ratios = [other / own for own, other in zip(ours, seconds)]
        same = "" if objectives[peer] == objectives["ours"] else f"   OBJECTIVE {objectives[peer]}, not {objectives['ours']}"
        print(f"  {peer:24} {statistics.median(seconds):9.4f} s {statistics.median(ratios):7.2f}x ({min(ratios):.2f}-{max(ratios):.2f}){same}")
    sys.stdout.flush()
    return len(set(objectives.values())) == 1


def timed(solve):
    start = time.process_time()
    result = solve()
    return time.process_time() - start, result


def dense_peers(name, folder, modules):
    numpy = modules["numpy"]
    costs = numpy.fromfile(folder / f"{name}.costs.i32", dtype="<i4")
    size = int(round(len(costs) ** 0.5))
    costs = costs.reshape(size, size)
    floats = costs.astype(numpy.float64)
    every = numpy.arange(size)

    def columns_of(solve):
        def run():
            seconds, columns = timed(solve)
            return seconds, int(costs[every, columns].sum(dtype=numpy.int64))

        return run

    peers = {}
    if modules["lap"]:
        peers["lap.lapjv"] = columns_of(lambda: modules["lap"].lapjv(floats)[1])
    if modules["lapjv"]:
        peers["lapjv.lapjv"] = columns_of(lambda: modules["lapjv"].lapjv(floats)[0])
    if modules["scipy"]:
        optimize = importlib.import_module("scipy.optimize")
        peers["scipy"] = columns_of(lambda: optimize.linear_sum_assignment(floats)[1])
    return peers


def sparse_peers(name, folder, modules, options):
    numpy = modules["numpy"]
    rows = numpy.fromfile(folder / f"{name}.rows.i32", dtype="<i4")
    columns = numpy.fromfile(folder / f"{name}.columns.i32", dtype="<i4")
    costs = numpy.fromfile(folder / f"{name}.costs.i64", dtype="<i8")
    size = int(rows[-1]) + 1
    peers = {}
    if modules["ortools"]:
        peers["ortools LSA"] = lambda: ortools_assignment(rows, columns, costs)
    if modules["scipy"] and (options.slow or size <= 10_000):
        peers["scipy sparse"] = lambda: scipy_sparse(rows, columns, costs, size)
    if modules["lap"] and (options.slow or size <= 10_000) and costs.max() < 1_000_000:
        peers["lap.lapmod"] = lambda: lapmod(modules["lap"], numpy, rows, columns, costs, size)
    return peers


def ortools_assignment(rows, columns, costs):
    module = importlib.import_module("ortools.graph.python.linear_sum_assignment")
    solver = module.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(rows, columns, costs)
    seconds, _ = timed(solver.solve)
    return seconds, solver.optimal_cost()


def scipy_sparse(rows, columns, costs, size):
    sparse = importlib.import_module("scipy.sparse")
    graph = importlib.import_module("scipy.sparse.csgraph")
    matrix = sparse.csr_matrix((costs, (rows, columns)), shape=(size, size))
    seconds, (taken_rows, taken_columns) = timed(lambda: graph.min_weight_full_bipartite_matching(matrix))
    return seconds, int(matrix[taken_rows, taken_columns].sum())


def lapmod(lap, numpy, rows, columns, costs, size):
    offsets = numpy.searchsorted(rows, numpy.arange(size + 1)).astype(numpy.int32)
    floats = costs.astype(numpy.float64)
    seconds, (total, _, _) = timed(lambda: lap.lapmod(size, floats, offsets, columns))
    return seconds, int(round(total))


if __name__ == "__main__":
    sys.exit(main())
