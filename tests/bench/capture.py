#!/usr/bin/env python3
"""How well the load generator keeps its promises: make bench-capture.

    capture.py --build=FOLDER --source=FOLDER --out=CAPTURE.md [--seconds=30] [--rate=5000]

A local nginx is started with a configuration of its own, on loopback and a free port; without nginx or
wrk what needs them is left out. Every measurement is repeated, for machines are shared: the middle one
counts. Exits with 1 when a bar is missed.
"""
import argparse
import csv
import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--build", required=True)
parser.add_argument("--source", required=True)
parser.add_argument("--out", required=True)
parser.add_argument("--seconds", type=int, default=30)
parser.add_argument("--rate", type=int, default=5000)
parser.add_argument("--repeat", type=int, default=3)
args = parser.parse_args()
HEADROOM = os.path.abspath(os.path.join(args.build, "headroom"))
SERVER = os.path.abspath(os.path.join(args.build, "tests/server/http_server"))
CONNECTIONS = 64
missed = []
lines = []


def say(text=""):
    lines.append(text)
    print(text, flush=True)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("nothing listens on port %d" % port)


def bar(what, holds):
    if not holds:
        missed.append(what)
    return "yes" if holds else "NO"


def realtime():
    """What puts a program before all others, where that is allowed: others' load is then not in its times."""
    command = ["chrt", "-f", "10"]
    allowed = shutil.which("chrt") and subprocess.run([*command, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    return command if allowed else []


def capture(*options, before=()):
    done = subprocess.run([*before, HEADROOM, "capture", "http", *options], stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit("capture http failed: " + done.stderr)
    return done.stderr


def start_nginx(folder):
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if nginx is None:
        return None, None
    port = free_port()
    conf = os.path.join(folder, "nginx.conf")
    with open(conf, "w", encoding="ascii") as out:
        out.write("""daemon off; worker_processes 1; pid %(f)s/pid; error_log %(f)s/errors;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000;
client_body_temp_path %(f)s/b; proxy_temp_path %(f)s/p; fastcgi_temp_path %(f)s/f; uwsgi_temp_path %(f)s/u; scgi_temp_path %(f)s/s;
server { listen 127.0.0.1:%(p)d; location / { return 200 "hello\\n"; } } }
""" % {"f": folder, "p": port})
    process = subprocess.Popen([nginx, "-c", conf, "-e", os.path.join(folder, "errors")])
    wait_for(port)
    return process, "http://127.0.0.1:%d/" % port


def open_model(url, folder):
    say("## Open model: %d requests a second for %d s, nginx" % (args.rate, args.seconds))
    say()
    say("| run | requests | sent in time, a second | of the rate | p50 ms | p99 ms |")
    say("|---|---|---|---|---|---|")
    shares = []
    for run in range(args.repeat):
        path = os.path.join(folder, "open.csv")
        told = capture("--url", url, "--rate", str(args.rate), "--duration", "%ds" % args.seconds,
                       "-f", "csv", "-o", path)
        reached = float(re.search(r"load: (?:the rate was missed: )?([\d.]+)/s of", told).group(1))
        with open(path, newline="", encoding="utf-8") as rows:
            times = sorted(float(row["elapsed_ms"]) for row in csv.DictReader(rows))
        shares.append(reached / args.rate)
        say("| %d | %d | %.1f | %.2f %% | %.2f | %.2f |" % (
            run + 1, len(times), reached, 100 * shares[-1], times[len(times) // 2], times[len(times) * 99 // 100]))
    middle = statistics.median(shares)
    say()
    say("Within 1 %% of the rate: %s (%.2f %%)." % (bar("rate", abs(middle - 1) <= 0.01), 100 * middle))
    say()


def closed_model(url, folder):
    wrk = shutil.which("wrk")
    if wrk is None:
        say("wrk is not installed: throughput is not compared.\n")
        return
    threads = str(min(os.cpu_count(), 16))
    ratios = []
    say("## Closed model: %d connections, %s threads, nginx" % (CONNECTIONS, threads))
    say()
    say("| run | wrk, requests a second | headroom, recorded | ratio |")
    say("|---|---|---|---|")
    for run in range(args.repeat + 2):
        out = subprocess.run([wrk, "-t", threads, "-c", str(CONNECTIONS), "-d", "5s", url],
                             capture_output=True, text=True, check=True).stdout
        other = float(re.search(r"Requests/sec:\s*([\d.]+)", out).group(1))
        path = os.path.join(folder, "closed.jtl")
        capture("--url", url, "--users", str(CONNECTIONS), "--threads", threads, "--duration", "5s", "-o", path)
        with open(path, "rb") as rows:
            mine = (sum(1 for _ in rows) - 1) / 5
        ratios.append(mine / other)
        say("| %d | %.0f | %.0f | %.2f |" % (run + 1, other, mine, ratios[-1]))
    middle = statistics.median(ratios)
    say()
    say("At least 0.25 of wrk's: %s (%.2f)." % (bar("throughput", middle >= 0.25), middle))
    say()


def quantile(values, p):
    values = sorted(values)
    place = p * (len(values) + 1)
    low = min(max(int(place), 1), len(values) - 1)
    return values[low - 1] + (place - low) * (values[low] - values[low - 1])


def percentiles(folder):
    first = realtime()
    say("## Percentiles: a server whose delays are known")
    say()
    say("Log-normal delays (median 20 ms, sigma 0.5), 200 requests a second for 15 s. What the server waited against what was "
        "recorded, ms; the middle of %d runs%s." % (args.repeat, ", both with real-time priority" if first else ""))
    say()
    apart = {p: [] for p in (0.5, 0.9, 0.95, 0.99)}
    for run in range(args.repeat):
        place = os.path.join(folder, "delays%d" % run)
        os.mkdir(place)
        server = subprocess.Popen([*first, SERVER, place, "seed=%d" % (run + 1)])
        while not os.path.exists(os.path.join(place, "port")):
            time.sleep(0.05)
        with open(os.path.join(place, "port"), encoding="ascii") as text:
            port = int(text.read())
        path = os.path.join(place, "delay.csv")
        capture("--url", "http://127.0.0.1:%d/delay" % port, "--rate", "200", "--duration", "15s", "-f", "csv", "-o", path,
                before=first)
        server.send_signal(signal.SIGTERM)
        server.wait()
        with open(path, newline="", encoding="utf-8") as rows:
            found = [float(row["elapsed_ms"]) for row in csv.DictReader(rows)]
        with open(os.path.join(place, "delays"), encoding="ascii") as rows:
            known = [float(row) for row in rows]
        for p, pairs in apart.items():
            pairs.append((quantile(known, p), quantile(found, p)))
    say("| percentile | waited | recorded | apart | within 1 ms or 2 % |")
    say("|---|---|---|---|---|")
    for p, pairs in apart.items():
        known, found = sorted(pairs, key=lambda pair: pair[1] - pair[0])[len(pairs) // 2]
        holds = abs(found - known) <= max(1, 0.02 * known)
        say("| p%g | %.2f | %.2f | %+.2f | %s |" % (100 * p, known, found, found - known, bar("p%g" % (100 * p), holds)))
    say()


say("# The load generator")
say()
say("Made by `make bench-capture`.")
say()
say("Machine: %s, %d processors, Linux %s; load %.0f at the start." % (
    platform.machine(), os.cpu_count(), platform.release().split("-")[0], os.getloadavg()[0]))
say()
with tempfile.TemporaryDirectory() as scratch:
    nginx, address = start_nginx(scratch)
    try:
        if nginx is None:
            say("nginx is not installed: the open and the closed model are not measured.\n")
        else:
            open_model(address, scratch)
            closed_model(address, scratch)
    finally:
        if nginx is not None:
            nginx.terminate()
            nginx.wait()
    percentiles(scratch)
with open(args.out, "w", encoding="utf-8") as out:
    out.write("\n".join(lines).rstrip() + "\n")
if missed:
    sys.exit("missed: " + ", ".join(missed))
