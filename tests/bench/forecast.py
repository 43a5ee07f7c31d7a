#!/usr/bin/env python3
"""Accuracy, calibration and speed of `headroom forecast`: one default for all sets.

Series files hold lines "id season horizon n x1..xn y1..yh"; score.py beside them scores by the rules
of the M4 competition. Speeds are CPU seconds of the process (user and system).
"""
import argparse
import csv
import math
import os
import random
import resource
import subprocess
import sys
import tempfile

# set, floor sMAPE / MASE: at least as good as R's ets or the simple rivals
SETS = [
    ("tourism-YEARLY", 22.3, 3.00), ("tourism-QUARTERLY", 15.1, 1.60),
    ("tourism-MONTHLY", 19.0, 1.53), ("NN5-DAILY", None, None),
]
MEMBERS = ["ets", "dotm", "theta", "damped-adjusted", "hw-additive", "hw-multiplicative", "snaive"]


def cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(headroom, arguments, output, source=None):
    begin = cpu()
    with open(output, "w") as out:
        subprocess.run([headroom, "forecast", "-q", "--input-format=series", *arguments],
                       stdout=out, stdin=source, check=False)
    return cpu() - begin


def score(script, series, rows):
    done = subprocess.run([sys.executable, script, series, rows], capture_output=True, text=True)
    return {key: float(value) for key, value in (pair.split("=") for pair in done.stdout.split())}


def read_series(path):
    for line in open(path):
        words = line.split()
        horizon, n = int(words[2]), int(words[3])
        values = [float(word) for word in words[4:]]
        yield words[0], values[:n], values[n:n + horizon]


def brier(series, rows):
    """Event: a new highest value within the horizon. Simulated paths against a straight line."""
    last = {}
    for row in csv.DictReader(open(rows)):
        last[row["id"]] = float(row["p_exceed"] or "nan")
    ours = line = happened = count = 0
    for name, known, future in read_series(series):
        if math.isnan(last.get(name, math.nan)):
            continue
        top, n = max(known), len(known)
        event = any(value > top for value in future)
        centre, mean = (n - 1) / 2, sum(known) / n
        slope = sum((i - centre) * (value - mean) for i, value in enumerate(known))
        slope /= sum((i - centre) ** 2 for i in range(n))
        crosses = any(mean + slope * (n + h - centre) > top for h in range(len(future)))
        ours += (last[name] - event) ** 2
        line += (crosses - event) ** 2
        happened += event
        count += 1
    base = happened / count
    return ours / count, line / count, base * (1 - base)


def monthly(count, length):
    """Generated monthly series of level, trend, season and noise, for speed alone."""
    source = random.Random(1)
    for i in range(count):
        level, slope = source.uniform(100, 1000), source.uniform(-1, 3)
        season = [source.uniform(0.7, 1.3) for _ in range(12)]
        values = []
        for t in range(length):
            level += slope + source.gauss(0, 5)
            values.append(max(level * season[t % 12] * math.exp(source.gauss(0, 0.05)), 1))
        yield f"S{i} 12 18 {length} " + " ".join(f"{value:.6g}" for value in values)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--headroom", required=True)
    parser.add_argument("--series", required=True, help="folder of the series files and score.py")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    script = os.path.join(options.series, "score.py")
    if not os.path.exists(script):
        print(f"{options.series} holds no score.py: nothing to measure (HEADROOM_SHARED)")
        return 0
    lines = ["# Forecasts", "", "`make bench-forecast`. One default for all sets, no settings.", "",
             "## Accuracy and calibration", "",
             "| set | series | sMAPE | MASE | floor | OWA | MSIS | inside 95 % | inside 80 % |",
             "|---|---|---|---|---|---|---|---|---|"]
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        rows = os.path.join(folder, "rows.csv")
        for name, smape, mase in SETS:
            series = os.path.join(options.series, name + ".txt")
            run(options.headroom, [series], rows)
            got = score(script, series, rows)
            floor = "-"
            if smape is not None:
                good = got["smape"] <= smape and got["mase"] <= mase
                failed |= not good
                floor = f"{smape} / {mase} {'met' if good else 'MISSED'}"
            covered = 0.88 <= got["cov95"] <= 0.98
            failed |= not covered
            lines.append(f"| {name} | {got['n']:.0f} | {got['smape']:.2f} | {got['mase']:.3f} "
                         f"| {floor} | {got['owa']:.3f} | {got['msis']:.2f} | {got['cov95']:.3f} "
                         f"{'' if covered else 'MISSED '}| {got['cov80']:.3f} |")
        lines += ["", "## One model at a time (sMAPE / MASE / inside 95 %)", "",
                  "| model | " + " | ".join(name for name, _, _ in SETS) + " |",
                  "|---" * (len(SETS) + 1) + "|"]
        for model in MEMBERS:
            cells = []
            for name, _, _ in SETS:
                series = os.path.join(options.series, name + ".txt")
                run(options.headroom, ["--model", model, series], rows)
                got = score(script, series, rows)
                whole = got["missing"] == 0 and "cov95" in got
                cells.append(f"{got['smape']:.2f} / {got['mase']:.3f} / {got['cov95']:.3f}"
                             if whole else "not for all")
            lines.append(f"| {model} | " + " | ".join(cells) + " |")
        lines += ["", "## Passing a limit", "",
                  "Event: a new highest value within the horizon. Brier score, lower is better.", "",
                  "| set | simulated paths | straight line, yes or no | base rate |",
                  "|---|---|---|---|"]
        for name, _, _ in SETS[:3]:
            series = os.path.join(options.series, name + ".txt")
            run(options.headroom, ["--limit=max", series], rows)
            ours, line, base = brier(series, rows)
            failed |= ours > line - 0.08
            lines.append(f"| {name} | {ours:.3f} | {line:.3f} | {base:.3f} |")
        made = os.path.join(folder, "monthly.txt")
        with open(made, "w") as out:
            out.write("\n".join(monthly(600, 100)) + "\n")
        lines += ["", "## Speed: 600 monthly series of length 100, 18 steps ahead", "",
                  "| what | series per CPU second | at least |", "|---|---|---|"]
        for what, arguments, least in [
                ("automatic exponential smoothing", ["--model=ets", "--origins=0"], 300),
                ("default: five models, three origins, widths", [], 60),
                ("the same with a limit: 2,000 paths", ["--limit=max"], 60)]:
            rate = 600 / run(options.headroom, [*arguments, made], rows)
            lines.append(f"| {what} | {rate:.0f} | {least} |")
    text = "\n".join(lines) + "\n"
    with open(options.out, "w") as out:
        out.write(text)
    print(text, end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
