"""Speed of documents, comparisons and histories: CPU time (user + system) of whole processes, and their bars.

    documents.py --build=FOLDER --source=FOLDER --out=DOCUMENTS.md [--bytes=N]

Recordings and histories come from seeds. Each command runs seven times, the median counts. CPU time is what a busy
machine distorts least; wall time is given beside it. Exit status 1 when a bar is missed.
"""
import argparse
import copy
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7
NIGHTS = 365
LABELS = 143  # and the total, times 7 metrics: 1,008 series
MERGED = 40
FIGURES = ("mean_ms", "p50_ms", "p90_ms", "p95_ms", "p99_ms", "p999_ms", "throughput_per_s")
ACCEPTED = (0, 1, 3)


class Bench:
    def __init__(self, options, folder):
        self.folder = folder
        os.environ["HEADROOM_TEMPLATES"] = os.path.abspath(os.path.join(options.source, "templates"))
        self.headroom = os.path.abspath(os.path.join(options.build, "headroom"))
        self.generate = os.path.abspath(os.path.join(options.build, "tests/gen/generate"))
        self.lines, self.missed = [], 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def recorded(self, name, *arguments):
        """The run document of a generated recording, which itself is never stored."""
        with open(self.path(name), "wb") as out:
            source = subprocess.Popen([self.generate, "bulk", *arguments], stdout=subprocess.PIPE)
            subprocess.run([self.headroom, "summarize", "-"], stdin=source.stdout, stdout=out, check=True)
            source.stdout.close()
            source.wait()
        return self.path(name)

    def once(self, *arguments):
        start = time.monotonic()
        with open(os.devnull, "wb") as null:
            process = subprocess.Popen([self.headroom, *arguments], stdout=null, stderr=null)
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in ACCEPTED:
            sys.exit(f"headroom {' '.join(arguments[:3])} failed with {process.returncode}")
        return (usage.ru_utime + usage.ru_stime) * 1000, (time.monotonic() - start) * 1000, usage.ru_maxrss / 1024

    def median(self, *arguments, runs=RUNS):
        taken = [self.once(*arguments) for _ in range(runs)]
        return tuple(statistics.median(column) for column in zip(*taken))

    def row(self, what, figures, bar_ms):
        cpu, wall, peak = figures
        met = cpu <= bar_ms
        self.missed += not met
        self.lines.append(f"| {what} | {cpu:.1f} | {wall:.1f} | {peak:.0f} | {bar_ms:g} | {'pass' if met else 'MISSED'} |")
        print(self.lines[-1], flush=True)

    def compare(self, size):
        runs = [self.recorded(f"run{seed}.json", f"--bytes={size}", "--labels=20", f"--seed={seed}") for seed in (1, 2)]
        self.row(f"`compare`: 20 labels, two runs of {size / 1e9:g} GB, from their documents", self.median("compare", "-b", *runs), 100)

    def documents(self, size):
        document = self.recorded("wide.json", f"--bytes={size // 2}", "--labels=50", "--seed=3")
        what = f"a document of 50 labels, all intervals, {os.path.getsize(document) / 1e6:.1f} MB"
        self.row(f"read {what}, and write it as it is (`render -f json`)", self.median("render", "-f", "json", document), 100)
        self.row("read it, compute it anew and write it (`summarize`)", self.median("summarize", document), 200)
        self.row("read it and render the page (`render -f html`)", self.median("render", "-f", "html", document), 150)
        with open(document, encoding="utf-8") as file:
            text = file.read()
        copies = []
        for i in range(MERGED + 1):  # inputs of their own, or they would count once
            copies.append(self.path(f"part{i}.json"))
            with open(copies[-1], "w", encoding="utf-8") as file:
                file.write(re.sub(r'"hash": "[0-9a-f]*"', f'"hash": "{i + 1:016x}"', text))
        one = self.median("merge", "--threads=1", copies[0])
        all_of_them = self.median("merge", "--threads=1", *copies)
        each = tuple((b - a) / MERGED for a, b in zip(one[:2], all_of_them[:2])) + (all_of_them[2],)
        self.row(f"`merge`: each more of them (peak of {MERGED + 1})", each, 20)

    def nights(self):
        """A stored run, varied: noise, and a step in three series of ten."""
        dice = random.Random(2026)
        document = self.recorded("nights.json", "--bytes=30000000", f"--labels={LABELS}")
        subprocess.run([self.headroom, "history", "add", "--history", self.path("one"), document], check=True,
                       stdout=subprocess.DEVNULL)
        [name] = os.listdir(self.path("one/runs"))
        with open(self.path("one/runs/" + name), encoding="utf-8") as file:
            stored = json.load(file)
        head, *rows = stored["run"]["figures"]
        labels = [row[0] for row in rows] + [stats["label"] for stats in stored["run"]["labels"]]
        steps = {label: (dice.randrange(30, NIGHTS - 30), dice.choice((0.85, 1.1, 1.2))) for label in labels if dice.random() < 0.3}
        os.makedirs(self.path("year/runs"))
        total = 0
        for night in range(NIGHTS):
            run = copy.deepcopy(stored)
            started = time.gmtime(1735689600 + night * 86400)
            run["run"]["started"] = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", started)
            run["run"]["id"] = time.strftime("%Y%m%dT%H%M%SZ-", started) + f"{night:016x}"

            def vary(label, value):
                at, factor = steps.get(label, (NIGHTS, 1))
                return None if value is None else float(f"{value * (factor if night >= at else 1) * math.exp(dice.gauss(0, 0.02)):.7g}")
            for stats in [run["run"]["total"], *run["run"]["labels"]]:
                for key in FIGURES:
                    stats[key] = vary(stats["label"], stats[key])
            for row in run["run"]["figures"][1:]:
                for key in FIGURES:
                    row[head.index(key)] = vary(row[0], row[head.index(key)])
            text = json.dumps(run, separators=(",", ":"))
            total += len(text)
            with open(self.path(f"year/runs/{run['run']['id']}.json"), "w", encoding="utf-8") as file:
                file.write(text)
        figures = self.median("trend", "--history", self.path("year"), runs=3)
        self.row(f"`trend`: {(LABELS + 1) * 7:,} series of {NIGHTS} nights, {total / 1e6:.0f} MB of stored runs, reading included",
                 figures, 5000)


def main():
    parser = argparse.ArgumentParser()
    for name in ("build", "source", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--bytes", type=int, default=1000000000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        bench.nights()
        bench.documents(options.bytes)
        bench.compare(options.bytes)
    head = ["# Documents, comparisons, histories", "",
            f"Made by `make bench-documents`; whole processes, medians of {RUNS} runs (3 of `trend`), CPU = user + system,",
            f"one thread each; load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores at the end.",
            "The bars are those of the parts: to read a document or to write it 100 ms each, to render it 50 ms.", "",
            "| what | CPU ms | wall ms | peak MiB | bar, CPU ms | |", "|---|---|---|---|---|---|"]
    with open(options.out, "w", encoding="utf-8") as file:
        file.write("\n".join(head + bench.lines) + "\n")
    sys.exit(1 if bench.missed else 0)


main()
