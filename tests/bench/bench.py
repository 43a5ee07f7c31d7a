"""Speed of headroom as ratios taken in one run: CPU time (user + system), peak memory, instructions.

    bench.py --bytes=N --headroom=PROGRAM --generate=PROGRAM --floor=PROGRAM --out=RESULTS.md

Each pair of commands runs in turn, five times after a warm-up; the medians count. Absolute times of
a shared machine mean little, ratios of one call do.
"""
import argparse
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


def run(command, stdin=None):
    """CPU seconds, wall seconds and peak MiB of one command, from the system's own accounting."""
    with open(os.devnull, "wb") as null:
        source = open(stdin, "rb") if stdin else subprocess.DEVNULL
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=source, stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if stdin:
            source.close()
    if process.returncode not in (0, 1, 3):
        sys.exit(f"{command} failed with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def paired(commands):
    """Medians of each command; the commands take turns."""
    taken = [[] for _ in commands]
    for turn in range(RUNS + 1):
        for i, command in enumerate(commands):
            figures = run(command)
            if turn > 0:
                taken[i].append(figures)
    return [tuple(statistics.median(column) for column in zip(*rows)) for rows in taken]


def piped_peak(headroom, generate, size):
    """Peak MiB of headroom reading `size` bytes through a pipe."""
    with open(os.devnull, "wb") as null:
        source = subprocess.Popen([generate, "bulk", f"--bytes={size}"], stdout=subprocess.PIPE)
        sink = subprocess.Popen([headroom, "summarize"], stdin=source.stdout, stdout=null)
        source.stdout.close()
        _, status, usage = os.wait4(sink.pid, 0)
        sink.returncode = os.waitstatus_to_exitcode(status)
        source.wait()
    if sink.returncode != 0:
        sys.exit(f"the pipe of {size} bytes failed with {sink.returncode}")
    return usage.ru_maxrss / 1024


def instructions(command):
    """Instructions by callgrind, or None without valgrind."""
    if shutil.which("valgrind") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", *command],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    found = re.search(r"Collected : (\d+)", result.stderr)
    return int(found.group(1)) if found else None


def rows_of(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1


def generated(options, folder, name, arguments):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        subprocess.run([options.generate, *arguments], stdout=file, check=True)
    return path


def cpu_model():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        found = re.search(r"model name\s*: (.*)", file.read())
    return found.group(1) if found else platform.machine()


def main():
    parser = argparse.ArgumentParser()
    for name in ("bytes", "headroom", "generate", "floor", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--pipe-bytes", default="")
    options = parser.parse_args()
    kernel = re.match(r"[\d.]*", platform.release()).group(0)  # without the builder's own suffix
    size = int(options.bytes)
    lines = ["# Figures", "", "Made by `make bench`; ratios of medians of 5 runs in turn, CPU = user + system.", "",
             f"Machine: {cpu_model()}, {os.cpu_count()} cores, {platform.system()} {kernel}.", ""]

    with tempfile.TemporaryDirectory() as folder:
        big = generated(options, folder, "bulk.jtl", ["bulk", f"--bytes={size}"])
        small = generated(options, folder, "small.jtl", ["bulk", "--bytes=5000000"])
        tiny = generated(options, folder, "tiny.jtl", ["bulk", "--bytes=1000000"])
        real = os.path.getsize(big)
        rows = rows_of(big)
        floor, ours = paired([[options.floor, big], [options.headroom, "summarize", big]])
        lines += ["| what | command | CPU s | wall s | peak MiB |", "|---|---|---|---|---|",
                  f"| libcsv, empty callbacks | `csv_floor bulk.jtl` | {floor[0]:.2f} | {floor[1]:.2f} | {floor[2]:.0f} |",
                  f"| all statistics | `headroom summarize bulk.jtl` | {ours[0]:.2f} | {ours[1]:.2f} | {ours[2]:.0f} |",
                  "", f"JTL CSV of {real:,} bytes, {rows:,} rows: CPU {ours[0] / floor[0]:.2f} times libcsv alone, "
                  f"{rows / ours[0]:,.0f} rows a CPU second.", ""]
        tiny_figures, = paired([[options.headroom, "summarize", tiny]])
        lines += [f"1 MB file, start to exit: {tiny_figures[1] * 1000:.0f} ms wall.", ""]
        counted = instructions([options.headroom, "summarize", small])
        if counted is not None:
            empty = generated(options, folder, "empty.jtl", ["bulk", "--bytes=0"])
            base = instructions([options.headroom, "summarize", empty])
            lines += [f"Instructions (callgrind): {(counted - base) / rows_of(small):,.0f} a row.", ""]
        os.remove(big)
        for bytes_ in [int(n) for n in options.pipe_bytes.split(",") if n]:
            peak = piped_peak(options.headroom, options.generate, bytes_)
            lines += [f"{bytes_:,} bytes through a pipe: peak {peak:.0f} MiB.", ""]
    with open(options.out, "w", encoding="utf-8") as file:
        file.write("\n".join(lines).rstrip() + "\n")
    print("\n".join(lines))


main()
