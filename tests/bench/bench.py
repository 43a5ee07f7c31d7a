"""Speed of headroom as ratios taken in one run: CPU time (user + system), wall time, peak memory, instructions.

    bench.py --bytes=N --build=FOLDER --source=FOLDER [--duckdb=FOLDER] --out=RESULTS.md

The commands of a table take turns, five times after a warm-up; the medians count. Absolute times of a shared machine
mean little, ratios of one call do; the bars are such ratios. Programs that are not installed are left out, and named,
and so are the bars that need them. Exit status 1 when a bar is missed.
"""
import argparse
import gzip
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 5
APART = "two processes, each half of the file"
COPY_BYTES = 1 << 24
LONG_S = 6  # what takes more CPU time than this is not repeated
AWK = ('NR > 1 { n[$3]++; sum[$3] += $2; if ($8 != "true") bad[$3]++; count[$3, $2]++ } '
       'END { for (l in n) print l, n[l], bad[l] + 0, sum[l] / n[l] }')
PANDAS = ("import pandas, sys; d = pandas.read_csv(sys.argv[1], usecols=['elapsed', 'label', 'success']); "
          "print(d.groupby('label')['elapsed'].describe(percentiles=[.5, .9, .95, .99, .999]))")
DATA_TABLE = ("suppressMessages(library(data.table)); d <- fread(commandArgs(TRUE)[1], select=c('elapsed','label','success'));"
              "print(d[, c(.N, sum(!success), mean(elapsed), quantile(elapsed, c(.5,.9,.95,.99,.999))), by=label])")


def run(command, stdin=None):
    """CPU seconds, wall seconds and peak MiB of one command, from the system's own accounting."""
    with open(os.devnull, "wb") as null:
        source = subprocess.Popen(["cat", stdin], stdout=subprocess.PIPE) if stdin else None
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=source.stdout if source else subprocess.DEVNULL, stdout=null, stderr=null)
        if source:
            source.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if source:
            source.wait()
    if process.returncode not in (0, 1, 3):
        sys.exit(f"{command} failed with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def paired(commands):
    """Medians of each command; the commands take turns. A command is its arguments and what it reads from a pipe."""
    taken = [[] for _ in commands]
    for turn in range(RUNS + 1):
        for i, (command, stdin) in enumerate(commands):
            if turn > 0 and taken[i][0][0] > LONG_S:
                continue
            figures = run(command, stdin)
            taken[i] = [figures] if turn <= 1 else taken[i] + [figures]  # the first turn only warms up
    return [tuple(statistics.median(column) for column in zip(*rows)) for rows in taken]


def instructions(command):
    """Instructions by callgrind, or None without valgrind."""
    if shutil.which("valgrind") is None:
        return None
    result = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    found = re.search(r"Collected : (\d+)", result.stderr)
    return int(found.group(1)) if found else None


def cpu_model():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        found = re.search(r"model name\s*: (.*)", file.read())
    return found.group(1) if found else platform.machine()


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        os.environ["HEADROOM_TEMPLATES"] = os.path.abspath(os.path.join(options.source, "templates"))
        self.headroom = os.path.abspath(os.path.join(options.build, "headroom"))
        self.tests = os.path.join(os.path.abspath(options.build), "tests")
        self.lines, self.skipped, self.bars = [], [], []

    def path(self, name):
        return os.path.join(self.folder, name)

    def generated(self, name, *arguments):
        with open(self.path(name), "wb") as file:
            subprocess.run([os.path.join(self.tests, "gen/generate"), *arguments], stdout=file, check=True)
        return self.path(name)

    def shell(self, command, name):
        subprocess.run(["sh", "-c", f"{command} >'{self.path(name)}'"], check=True)
        return self.path(name)

    def ours(self, *arguments):
        return [self.headroom, "summarize", *arguments]

    def duck(self, kind, file):
        script = os.path.abspath(os.path.join(self.options.source, "tests/bench/duck.js"))
        if not self.options.duckdb or shutil.which("node") is None:
            self.skipped.append("DuckDB")
            return []
        return [(f"DuckDB, 2 threads: count, errors, mean, percentiles ({kind})",
                 (["node", script, os.path.abspath(self.options.duckdb), kind, file, "2"], None))]

    def installed(self, name, title, command):
        if shutil.which(name) is None:
            self.skipped.append(title)
            return []
        return [(title, (command, None))]

    def table(self, title, file, rows):
        """Ratios to the first row."""
        figures = paired([command for _, command in rows])
        self.lines += [f"## {title}: {os.path.getsize(file):,} bytes", "",
                       "| what | CPU s | wall s | peak MiB | CPU by first row |", "|---|---|---|---|---|"]
        for (name, _), (cpu, wall, peak) in zip(rows, figures):
            self.lines.append(f"| {name} | {cpu:.2f} | {wall:.2f} | {peak:.0f} | {cpu / figures[0][0]:.2f} |")
        self.lines.append("")
        print("\n".join(self.lines[-len(rows) - 4:]), flush=True)
        return {name: figure for (name, _), figure in zip(rows, figures)}

    def bar(self, what, value, most=None, least=None):
        met = value <= most if most is not None else value >= least
        bound = f"at most {most:g}" if most is not None else f"at least {least:g}"
        self.bars.append((f"| {what} | {value:.3g} | {bound} | {'met' if met else 'MISSED'} |", met))

    def csv_bars(self, figures):
        wc, one, two, pipe = (figures[name] for name in ("`wc -l`", "headroom, 1 thread", "headroom, 2 threads", "headroom, from a pipe"))
        for threads, (cpu, _, peak) in (("1 thread", one), ("2 threads", two)):
            for name, (other, _, _) in figures.items():
                if name.startswith("DuckDB"):
                    self.bar(f"JTL CSV, {threads}: CPU by DuckDB's with 2 threads", cpu / other, most=0.20)
            self.bar(f"JTL CSV, {threads}: CPU by that of `wc -l`", cpu / wc[0], most=4.5)
            self.bar(f"JTL CSV, {threads}: peak MiB", peak, most=48)
        self.bar(f"JTL CSV: wall time of 2 threads by that of 1 (of {APART}: {figures[APART][1] / one[1]:.3g})", two[1] / one[1], most=0.6)
        self.bar("JTL CSV from a pipe: wall time by that of the file, 1 thread", pipe[1] / one[1], most=1.3)
        self.bar("JTL CSV from a pipe: CPU by that of the file, 1 thread", pipe[0] / one[0], most=1.3)

    def apart(self, file):
        """What the machine gives to two threads that share nothing: two processes, each with half of a recording."""
        halves = [self.path("first-half.jtl"), self.path("second-half.jtl")]
        with open(file, "rb") as whole:
            head = whole.readline()
            whole.seek(os.path.getsize(file) // 2)
            whole.readline()
            middle = whole.tell()
            with open(halves[1], "wb") as half:
                half.write(head)
                shutil.copyfileobj(whole, half)
        with open(file, "rb") as whole, open(halves[0], "wb") as half:
            for _ in range(middle // COPY_BYTES):
                half.write(whole.read(COPY_BYTES))
            half.write(whole.read(middle % COPY_BYTES))
        both = '"$0" summarize --threads=1 "$1" & "$0" summarize --threads=1 "$2"; wait'
        return halves, (APART, (["sh", "-c", both, self.headroom, *halves], None))

    def csv(self, size):
        file = self.generated("bulk.jtl", "bulk", f"--bytes={size}")
        halves, apart = self.apart(file)
        rows = [("`wc -l`", (["wc", "-l", file], None)),
                ("headroom, 1 thread", (self.ours("--threads=1", file), None)),
                ("headroom, 2 threads", (self.ours("--threads=2", file), None)),
                apart,
                ("headroom, from a pipe", (self.ours("--threads=2", "-"), file)),
                ("headroom --reference-parser", (self.ours("--reference-parser", file), None)),
                ("libcsv, empty callbacks", ([os.path.join(self.tests, "bench/csv_floor"), file], None))]
        rows += self.duck("csv", file)
        rows += self.installed("mawk", "mawk: count, errors, mean", ["mawk", "-F,", AWK, file])
        rows += self.installed("mlr", "Miller", ["mlr", "--icsv", "--ojson", "stats1", "-a", "count,mean,p50,p90,p95,p99,p99.9",
                                                 "-f", "elapsed", "-g", "label", file])
        rows += self.installed("Rscript", "data.table", ["Rscript", "-e", DATA_TABLE, file])
        if subprocess.run([sys.executable, "-c", "import pandas"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            rows.append(("pandas", ([sys.executable, "-c", PANDAS, file], None)))
        else:
            self.skipped.append("pandas")
        self.csv_bars(self.table("JTL CSV", file, rows))
        for half in halves:
            os.remove(half)
        return file

    def others(self, csv, size):
        quoted = self.shell(f"grep -v '\"' '{csv}' | head -c {size} | sed 's/,/\",\"/g; s/^/\"/; s/$/\"/'", "quoted.jtl")
        figures = self.table("JTL CSV, every field quoted", quoted, [
            ("libcsv, empty callbacks", ([os.path.join(self.tests, "bench/csv_floor"), quoted], None)),
            ("headroom, 1 thread", (self.ours("--threads=1", quoted), None))])
        self.bar("JTL CSV, every field quoted: CPU of libcsv by ours", figures["libcsv, empty callbacks"][0] / figures["headroom, 1 thread"][0],
                 least=3)
        os.remove(quoted)
        xml = self.generated("bulk.xml", "bulk", f"--bytes={size}", "--format=xml")
        figures = self.table("JTL XML", xml, [
            ("headroom --reference-parser (libxml2)", (self.ours("--reference-parser", "--threads=1", xml), None)),
            ("headroom, 1 thread", (self.ours("--threads=1", xml), None)),
            ("headroom, 2 threads", (self.ours("--threads=2", xml), None))])
        self.bar("JTL XML: CPU of libxml2 with the same statistics by ours",
                 figures["headroom --reference-parser (libxml2)"][0] / figures["headroom, 1 thread"][0], least=4)
        os.remove(xml)
        script = os.path.join(self.options.source, "tests/bench/k6.awk")
        k6 = self.shell(f"head -c {size // 22} '{csv}' | awk -f '{script}'", "k6.json")
        figures = self.table("k6 JSON lines", k6, [
            ("jansson, each line parsed", ([os.path.join(self.tests, "bench/json_floor"), k6], None)),
            ("headroom, 1 thread", (self.ours("--threads=1", k6), None)),
            ("headroom --reference-parser (jansson)", (self.ours("--reference-parser", "--threads=1", k6), None)),
            *self.duck("json", k6)])
        ours = figures["headroom, 1 thread"][0]
        self.bar("k6 JSON lines: CPU of jansson, each line parsed, by ours", figures["jansson, each line parsed"][0] / ours, least=15)
        for name, figure in figures.items():
            if name.startswith("DuckDB"):
                self.bar("k6 JSON lines: CPU of DuckDB by ours", figure[0] / ours, least=2)
        os.remove(k6)
        packed = self.path("bulk.jtl.gz")
        with open(csv, "rb") as source, gzip.open(packed, "wb", 1) as target:
            for _ in range(size >> 16):  # little at a time: a program's peak counts from that of this one
                target.write(source.read(1 << 16))
        self.table("JTL CSV, gzip", packed, [
            ("gzip -dc", (["gzip", "-dc", packed], None)),
            ("headroom, 1 thread", (self.ours("--threads=1", packed), None)),
            ("headroom, 2 threads", (self.ours("--threads=2", packed), None))])
        os.remove(packed)

    def memory(self, size):
        """Four times as much takes as much memory."""
        file = self.generated("large.jtl", "bulk", f"--bytes={4 * size}")
        self.lines += [f"## Four times as much JTL CSV: {os.path.getsize(file):,} bytes, one run each", "",
                       "| what | CPU s | wall s | peak MiB |", "|---|---|---|---|"]
        for name, command, stdin in (("`wc -l`", ["wc", "-l", file], None), ("headroom, 1 thread", self.ours("--threads=1", file), None),
                                     ("headroom, 2 threads", self.ours("--threads=2", file), None),
                                     ("headroom, from a pipe", self.ours("--threads=2", "-"), file)):
            cpu, wall, peak = run(command, stdin)
            self.lines.append(f"| {name} | {cpu:.2f} | {wall:.2f} | {peak:.0f} |")
            if name.startswith("headroom"):
                self.bar(f"Four times as much JTL CSV, {name.split(', ')[1]}: peak MiB", peak, most=48)
        self.lines.append("")
        os.remove(file)

    def documents(self):
        tiny = self.generated("tiny.jtl", "bulk", "--bytes=1000000")
        night = self.generated("night.jtl", "night")
        document = self.path("night.json")
        self.shell(f"'{self.headroom}' summarize '{night}'", "night.json")
        (version, small, back, page), = [paired([([self.headroom, "--version"], None), (self.ours(tiny), None),
                                                 (self.ours(document), None),
                                                 ([self.headroom, "render", "-f", "html", "-o", self.path("page"), document], None)])]
        self.lines += ["## Small things", "", "| what | CPU ms | wall ms |", "|---|---|---|"]
        for name, figures in (("`headroom --version`", version), ("summarize a JTL CSV of 1 MB", small),
                              (f"read and write a document of {os.path.getsize(document):,} bytes", back),
                              ("render it as a page", page)):
            self.lines.append(f"| {name} | {figures[0] * 1000:.1f} | {figures[1] * 1000:.1f} |")
        self.lines.append("")
        self.bar("A JTL CSV of 1 MB, start to exit: CPU ms", small[0] * 1000, most=10)
        self.bar("A document read and written: CPU ms", back[0] * 1000, most=200)
        self.bar("A document read and rendered: CPU ms", page[0] * 1000, most=200)

    def objectives(self, size):
        """Counting for objectives over a file, and their evaluation over a month of seconds."""
        def config(name, *slos):
            with open(self.path(name), "w", encoding="utf-8") as file:
                json.dump({"slos": slos}, file)
            return "--config=" + self.path(name)

        one = {"name": "up", "target": "99.9%", "window": "30d"}
        three = [{**one, "sli": {"valid": "label != 'warmup'", "good": "success && status < 500"}},
                 {"name": "fast", "sli": {"type": "latency", "valid": "label == 'Checkout'", "threshold": "300ms"}, "target": "99%"},
                 {"name": "rate", "sli": {"type": "throughput", "min": "100/s"}, "target": "99%"}]
        file = self.generated("objectives.jtl", "bulk", f"--bytes={size}")
        self.table("JTL CSV with objectives", file, [
            ("headroom summarize, 1 thread", (self.ours("--threads=1", file), None)),
            ("the same, counting for one objective", (self.ours("--threads=1", config("one.json", one), file), None)),
            ("for three: ratio, latency of a label, throughput", (self.ours("--threads=1", config("three.json", *three), file), None))])
        os.remove(file)
        self.shell("awk 'BEGIN { print \"timeStamp,elapsed,label,responseCode,success\"; for (i = 0; i < 2592000; i++)"
                   " printf \"%d000,10,a,200,%s\\n\", 1767571200 + i, i % 4001 ? \"true\" : \"false\" }'", "month.csv")
        self.shell(f"'{self.headroom}' summarize {config('one.json', one)} '{self.path('month.csv')}'", "month.json")
        figures = paired([(self.ours(self.path("month.json")), None),
                          ([self.headroom, "slo", config("one.json", one), "--exit-zero", self.path("month.json")], None)])
        self.lines += [f"Thirty days at every second: reading them back {figures[0][0]:.2f} s of CPU, with the budget and the replay of four "
                       f"burn rate rules {figures[1][0]:.2f} s.", ""]

    def made(self, name, form, size):
        """A file of bulk JTL CSV of so many bytes, or what that is in another format."""
        if form in ("csv", "xml"):
            return self.generated(name, "bulk", f"--bytes={size}", f"--format={form}")
        csv = self.generated(name + ".jtl", "bulk", f"--bytes={size}")
        if form == "ndjson":
            return self.shell(f"'{self.headroom}' convert -q -f ndjson '{csv}'", name)
        return self.shell(f"awk -f '{os.path.join(self.options.source, f'tests/bench/{form}.awk')}' '{csv}'", name)

    def counts(self):
        """Instructions a row: the difference of two files. Of the first the longer one has as many intervals as the
        shorter: what remains are the rows."""
        self.lines += ["## Instructions a row, by callgrind", "", "| what | fast | --reference-parser | ratio |", "|---|---|---|---|"]
        for title, form, mark, size in (("JTL CSV", "csv", b"\n", 27000000), ("JTL CSV with its share of intervals", "csv", b"\n", 8000000),
                                        ("JTL XML with its share of intervals", "xml", b" lb=", 8000000),
                                        ("k6 JSON lines with their share of intervals", "k6", b"\n", 500000),
                                        ("vegeta JSON lines, likewise", "vegeta", b"\n", 1000000),
                                        ("generic JSON lines, likewise", "ndjson", b"\n", 1000000)):
            files = [self.made("short", form, size), self.made("long", form, 2 * size)]
            counted = [[instructions(self.ours("--threads=1", *way, file)) for file in files]
                       for way in ((), ("--reference-parser",))]
            if None in counted[0] + counted[1]:
                self.skipped.append("callgrind")
                return
            rows = [open(file, "rb").read().count(mark) for file in files]
            fast, reference = [(long - short) / (rows[1] - rows[0]) for short, long in counted]
            self.lines.append(f"| {title} | {fast:,.0f} | {reference:,.0f} | {reference / fast:.1f} |")
        self.lines.append("")


def main():
    parser = argparse.ArgumentParser()
    for name in ("bytes", "build", "source", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--duckdb", default="")
    options = parser.parse_args()
    kernel = re.match(r"[\d.]*", platform.release()).group(0)  # without the builder's own suffix
    size = int(options.bytes)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        csv = bench.csv(size)
        bench.others(csv, size * 3 // 10)
        os.remove(csv)
        bench.memory(size)
        bench.objectives(size)
        bench.documents()
        bench.counts()
    load = os.getloadavg()[0]
    head = ["# Figures", "", f"Made by `make bench BENCH_BYTES={size}`; medians of {RUNS} runs in turn, CPU = user + system.", "",
            f"Machine: {cpu_model()}, {os.cpu_count()} cores, {platform.system()} {kernel}; load {load:.0f} at the end.",
            f"Left out, not installed: {', '.join(dict.fromkeys(bench.skipped)) or 'nothing'}.", "",
            "## Bars", "", "| what | measured | bar | |", "|---|---|---|---|", *(line for line, _ in bench.bars), ""]
    with open(options.out, "w", encoding="utf-8") as file:
        file.write("\n".join(head + bench.lines).rstrip() + "\n")
    print("\n".join(head + bench.lines))
    sys.exit(0 if all(met for _, met in bench.bars) else 1)


main()
