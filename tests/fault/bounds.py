"""Inputs made to use up memory or time, and what becomes of them.

usage: bounds.py SCALE [NAME ...]
SCALE 1 makes them as large as the table of tests/README.md says; `make check` takes a small part.
Each runs in an address space of 600 MB and within processor time that grows with its size (so that
other work of the machine does not matter); TAP on stdout.
With HEADROOM_TABLE=FILE the figures are written there as rows of that table.
"""
import gzip
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib

HEADROOM = os.environ["HEADROOM"]
ADDRESS_BYTES = 600_000_000
START_MS = 1763690400000
HEADER = b"timeStamp,elapsed,label,responseCode,responseMessage,success\n"
XML_BEGIN = b'<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n'
LAUGHS = (
    '<!DOCTYPE t [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    + "".join('<!ENTITY %s "%s">' % (b, "&%s;" % a * 10) for a, b in zip("abcdefgh", "bcdefghi"))
    + "]>"
)

# Texts of 240 bytes, 16 from each row, that XXH3 without a seed cannot tell apart: it adds up, for 16
# bytes each, the product of two halves of 8 bytes (each exclusive-or 8 bytes of its secret), and in
# each row here the two products are the same.
COLLIDING = (
    ("`Gb:aEd.4aV;G'M{", 'xvE&t+a>-MS6q&qh'),
    ('F68wdmq\\zTD/D*p2', "5JM{'MtC2nc<(Is7"),
    ('Cy8GdlJ{Zx7T5|}=', '[eEP[t4xNF@A-.7_'),
    (" ;8r]'Dk 5ogiM6r", 'LcbsL-tr`s)Bk5Jt'),
    ('|:O]@u}hP|Y=V!bG', '<YZ@u[ZyN#ilj@hr'),
    ('!1O\\[u!6 UkzrA7_', '1 $56 T.&FJM{Y.q'),
    (' ZA6su<~a^geyv$X', 'x4K5CVvwEtB?V\\5#'),
    ("*C^C. 8'([k+`[\\o", '*bHR5(C7(N1[pUqM'),
    ("apv'8.m0\\%!($Y>N", 'iYrN~OJ dCl?8%UJ'),
    ('1ho$M~X;DG+l?h>]', '5no6\\Lo+deQk_~o6'),
    ('Nw0GC8=}m_dAU).A', 'Nh+f7zn71bKT6UTC'),
    ('tL@j.D[V&A;pa?cG', "t]Y%'uQ$Fl;cT!DE"),
    ('3f.Q7C5Rkgt[$nvY', 'c6gpbfqw+m%q5/R{'),
    ('O8GA/~4[F/FO6/}M', "gF_I}v+'Fv|5(;iC"),
)


def colliding(i):
    """The @i-th of 16,384 texts with one XXH3 value."""
    return "".join(pair[i >> bit & 1] for bit, pair in enumerate(COLLIDING)) + "x" * 16


def rows(n, make):
    """@n JTL rows in pieces of a thousand."""
    yield HEADER
    for begin in range(0, n, 1000):
        yield "".join(make(i) for i in range(begin, min(n, begin + 1000))).encode()


def row(i, label="a", code="200", message="OK", success="true", ms=None):
    return "%d,%d,%s,%s,%s,%s\n" % (START_MS + i * 10 if ms is None else ms, i % 700, label, code, message, success)


def filled(before, fill, n, after=b""):
    """@before, then @n bytes of @fill over and over, then @after."""
    yield before
    piece = fill * (1_000_000 // len(fill))
    while n > 0:
        yield piece[:n]
        n -= len(piece)
    yield after


def nested(opening, n, closing=b"", begin=b"", end=b""):
    yield begin
    for _ in range(n // 1000):
        yield opening * 1000
    for _ in range(n // 1000 if closing else 0):
        yield closing * 1000
    yield end


def packed(pieces, level=9):
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def members(n):
    yield gzip.compress(HEADER)
    one = gzip.compress(row(1).encode())
    empty = gzip.compress(b"")
    for _ in range(n // 1000):
        yield (empty * 9 + one) * 100


def error_row(i):
    return row(i, "pay %d" % (i % 20), "500", "no route to 10.%d.%d: order x%dy was lost for %c%c" % (
        i % 256, i % 251, i, 97 + i % 26, 97 + i // 26 % 26), "false")


def series(n):
    yield b"time,name,value,host,unit\n"
    for begin in range(0, n, 1000):
        yield "".join("%d,metric %d,%d,host %d,ms\n" % (START_MS // 1000 + i % 50, i, i % 100, i % 977)
                      for i in range(begin, begin + 1000)).encode()


def colliding_series(n):
    yield b"time,name,value,host,unit\n"
    for begin in range(0, n, 1000):
        yield "".join("%d,%s,%d,h,ms\n" % (START_MS // 1000 + i // 16384, colliding(i), i % 100)
                      for i in range(begin, begin + 1000)).encode()


def prometheus(n):
    yield b'{"status":"success","data":{"resultType":"matrix","result":['
    for i in range(n):
        yield b'%s{"metric":{"__name__":"m%d","instance":"h%d"},"values":[[1763690400,"1"],[1763690460,"2"]]}' % (
            b"," if i else b"", i, i % 977)
    yield b"]}}"


def k6(n):
    for i in range(n):
        yield (b'{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-20T00:00:00Z","value":%d,'
               b'"tags":{"name":"/%d","status":"200","x%d":"y"}}}\n' % (i % 700, i, i))


def gatling(n):
    yield b"RUN\ta.Sim\tasim\t1763690400000\t \t3.9.5\n"
    for i in range(n):
        yield b"USER\tS\tSTART\t%d\n" % (START_MS + i)
        if i % 10 == 0:
            yield b"REQUEST\tg%d\tr%d\t%d\t%d\tOK\t \n" % (i, i, START_MS + i, START_MS + i + 5)


def gatling_binary(n):
    def text(value):
        return len(value).to_bytes(4, "big") + value + (b"\0" if value else b"")
    yield (b"\0" + text(b"3.13.1") + text(b"a.Sim") + START_MS.to_bytes(8, "big") + text(b"")
           + (1).to_bytes(4, "big") + text(b"S") + (0).to_bytes(4, "big"))
    for i in range(n):
        yield b"\2" + (0).to_bytes(4, "big") + b"\1" + (i % 2**31).to_bytes(4, "big")


def stamps():
    """Times at both ends of 64 bits, and a sample a century."""
    yield HEADER
    for ms in (2**63 - 1, -2**63, 9223372036854, -9223372036854, 9223372036855, 0, -1, 2**64, 10**30):
        yield row(1, ms=ms).encode()
    for year in range(17, 22):
        yield ("%d00-01-01 00:00:00,7,century,200,OK,true\n" % year).encode()


def centuries():
    yield HEADER
    for ms in (-8_500_000_000_000, -5_000_000_000_000, 0, START_MS, 5_000_000_000_000, 9_000_000_000_000):
        yield row(7, ms=ms).encode()


def quoted(n):
    """A quote that is never closed in each row: each could swallow all that follow."""
    return rows(n, lambda i: row(i, label='"open %d' % i))


def yaml_laughs():
    text = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for before, name in zip("abcdefgh", "bcdefghi"):
        text += "%s: &%s [%s]\n" % (name, name, ",".join(["*" + before] * 9))
    return [text.encode()]


def objectives():
    """50 objectives that ask for the label."""
    return {"slos": [{"name": "slo %d" % i, "target": "99%", "window": "1h",
                      "sli": {"type": "ratio", "good": "success", "valid": "label ~ '%d'" % i}} for i in range(50)]}


def filters(expression):
    slo = {"name": "a", "target": "99%", "window": "1h", "sli": {"type": "ratio", "good": expression}}
    return [json.dumps({"slos": [slo]}).encode()]


def junit(n):
    yield b'<testsuite name="s" timestamp="2026-11-20T02:00:00">'
    for i in range(n):
        yield b'<testcase classname="c%d" name="n%d" time="0.5"/>' % (i, i)
    yield b"</testsuite>"


def document(n):
    """One of a single sample, with checks."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(HEADER + row(1).encode())
        file.flush()
        text = subprocess.run([HEADROOM, "summarize", file.name], stdout=subprocess.PIPE, check=True).stdout
    before, after = text.split(b'"checks": [', 1)
    yield before + b'"checks": ['
    for i in range(n):
        yield b'{"id":"a/b/%d","kind":"a","verdict":"fail"},' % i
    yield after


def vlq(value):
    """A number of a coded column: base 32, low digits first, 32 more where others follow."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    text = ""
    while value >= 32:
        text += digits[32 + value % 32]
        value //= 32
    return text + digits[value]


def wide_document(n, sketch, times):
    """One of @n intervals of one second with the same @times times in each, of which 0 and 100,000 s are."""
    last_ms = START_MS + (n // 2 - 1) * 1000
    with tempfile.NamedTemporaryFile() as file:
        file.write(HEADER + "".join(row(0, label, ms=ms) for label in "ab" for ms in (START_MS, last_ms)).encode())
        file.flush()
        document = json.loads(subprocess.run([HEADROOM, "summarize", "--interval=1s", file.name],
                                             stdout=subprocess.PIPE, check=True).stdout)
    intervals, longest = document["run"]["intervals"], 10 ** 14
    intervals["scale_ns"] = 1
    for label, figures in zip(intervals["labels"], document["run"]["labels"]):
        cells = label["cells"]
        label.update(count=vlq(times) * cells, errors="", untimed="", sum=vlq(longest) * cells, min="",
                     max=vlq(longest) * cells, sketches=sketch * cells)
        figures["exact"]["count"] = times * cells
    document["run"]["samples"] = sum(label["exact"]["count"] for label in document["run"]["labels"])
    yield json.dumps(document).encode()


# The shortest and the longest time: eight characters that reach over all 593 buckets. One time in each
# of 38 octaves, or in every other one.
ENDS = vlq(593) + vlq(0) + vlq(2 * 1) + vlq(2 * 591 + 1) + vlq(2 * 1)
OCTAVES = vlq(593) + vlq(0) + (vlq(2 * 1) + vlq(2 * 15 + 1)) * 37 + vlq(2 * 1)


def wide_rows(n):
    """Requests of 1 ms and of 22 h by turns, two that end in each of @n intervals of two labels."""
    yield HEADER
    for begin in range(0, n // 2, 500):
        yield "".join("%d,%d,%s,200,OK,true\n" % (START_MS + i * 1000 - elapsed, elapsed, label)
                      for i in range(begin, begin + 500) for label in "ab" for elapsed in (1, 80_000_000)).encode()


def table(n):
    """A table of runs: whether a label stands in its run already is asked for each row."""
    yield "date,label,mean,p95,p99\n".encode()
    for begin in range(0, n, 1000):
        yield "".join("2026-01-01T00:00:00Z,GET /item/%d,1,2,3\n" % i for i in range(begin, begin + 1000)).encode()


CONFIG = ["config", "check", "{}"]
# name: what, its size at scale 1, bytes of that size, command, allowed status, part of the message
CASES = {
    "labels": ("%d labels", 1_000_000, lambda n: rows(n, lambda i: row(i, "GET /item/%d/of/a/catalogue" % i)), None, (0,), ""),
    "labels-asked": ("%d labels, asked for by 50 objectives", 1_000_000, lambda n: rows(n, lambda i: row(i, "GET /item/%d" % i)), ["summarize", "--config=slos.json", "{}"], (0,), ""),
    "labels-colliding": ("%d rows of labels of one hash", 1_000_000, lambda n: rows(n, lambda i: row(i, colliding(i))), ["summarize", "--include=*", "{}"], (0,), ""),
    "errors-colliding": ("%d error texts of one hash", 1_000_000, lambda n: rows(n, lambda i: row(i, "pay", "500", colliding(i), "false")), None, (0,), ""),
    "series-colliding": ("%d values of series of one hash", 1_000_000, colliding_series, ["forecast", "--model=naive", "--horizon=1", "--output=/dev/null", "{}"], (0, 3), ""),
    "errors": ("%d error texts", 1_000_000, lambda n: rows(n, error_row), None, (0,), ""),
    "codes": ("%d response codes", 1_000_000, lambda n: rows(n, lambda i: row(i, code="c%d" % i, success="false")), None, (0,), ""),
    "line": ("CSV, a line of %d bytes", 1_000_000_000, lambda n: filled(HEADER + row(1).encode(), b"x", n, b"\n" + row(2).encode()), None, (0,), ""),
    "log-line": ("an access log, a line of %d bytes", 1_000_000_000, lambda n: filled(b'h - - [20/Nov/2026:02:00:00 +0000] "GET / HTTP/1.1" 200 5\n', b"x", n), None, (0, 2), ""),
    "json-line": ("JSON lines, one of %d bytes", 1_000_000_000, lambda n: filled(b'{"time":1763690400,"elapsed":5,"label":"a"}\n{"label":"', b"\\u0041", n, b'"}\n'), None, (0, 2), ""),
    "xml-text": ("XML, an attribute of %d bytes", 1_000_000_000, lambda n: filled(XML_BEGIN + b'<sample t="1" lb="', b"&amp;", n), None, (0, 2, 3), ""),
    "csv-quotes": ("%d bytes of quotes", 100_000_000, lambda n: filled(HEADER, b'"', n), None, (2, 3), ""),
    "csv-quote-pairs": ("%d bytes of quoted line ends", 100_000_000, lambda n: filled(HEADER, b'"\n', n), None, (0, 2, 3), ""),
    "csv-open": ("%d rows with a quote never closed", 1_000_000, quoted, None, (0, 2, 3), ""),
    "csv-delimiters": ("a row of %d delimiters", 100_000_000, lambda n: filled(HEADER, b",", n), None, (2, 3), ""),
    "empty-lines": ("%d empty lines", 100_000_000, lambda n: filled(HEADER, b"\n", n), None, (3,), ""),
    "deep-json": ("JSON %d deep", 10_000_000, lambda n: nested(b"[", n), None, (2,), ""),
    "deep-document": ("a document %d deep", 1_000_000, lambda n: nested(b'{"a":', n, begin=b'{"schema":"headroom/1","run":'), ["render", "{}"], (2,), ""),
    "deep-config": ("a configuration %d deep", 1_000_000, lambda n: nested(b'{"a":', n), CONFIG, (2,), ""),
    "deep-yaml": ("YAML %d deep", 1_000_000, lambda n: nested(b"[", n, b"]", b"a: "), ["config", "check", "{}.yaml"], (2,), ""),
    "deep-xml": ("XML %d deep", 1_000_000, lambda n: nested(b'<sample t="1" ts="1763690400000" s="true" lb="a">', n, begin=XML_BEGIN), None, (0, 2), ""),
    "deep-jmx": ("a test plan %d deep", 1_000_000, lambda n: nested(b"<hashTree>", n, begin=b'<jmeterTestPlan version="1.2">'), ["summarize", "--plan={}", "-"], (2,), ""),
    "deep-template": ("a template %d deep", 1_000_000, lambda n: nested(b"{{#a}}", n, b"{{/a}}"), ["template", "check", "--template-dir=.", "input.mustache"], (1, 2), ""),
    "deep-filter": ("a filter %d deep", 1_000_000, lambda n: filters("(" * n + "success" + ")" * n), CONFIG, (2,), ""),
    "long-filter": ("a filter of %d terms", 1_000_000, lambda n: filters(" || ".join(["code == 'a'"] * n)), CONFIG, (2,), ""),
    "yaml-laughs": ("YAML aliases that grow to 9^9 items", 0, lambda n: yaml_laughs(), ["config", "check", "{}.yaml"], (2,), ""),
    "xml-laughs": ("XML entities that grow to 10^9 bytes", 0, lambda n: [b'<?xml version="1.0"?>' + LAUGHS.encode() + b'<testResults version="1.2"><sample t="1" ts="1763690400000" s="true" lb="&i;"/></testResults>'], None, (0, 2), ""),
    "jmx-laughs": ("the same in a test plan", 0, lambda n: [b'<?xml version="1.0"?>' + LAUGHS.encode() + b"<jmeterTestPlan><hashTree>&i;</hashTree></jmeterTestPlan>"], ["summarize", "--plan={}", "-"], (2, 3), ""),
    "gzip-zeros": ("gzip of %d zeros", 1_000_000_000, lambda n: packed(filled(b"", b"\0", n)), None, (2,), ""),
    "gzip-line": ("gzip of a line of %d bytes", 1_000_000_000, lambda n: packed(filled(HEADER, b"x", n)), None, (3,), ""),
    "gzip-twice": ("gzip of gzip of %d zeros", 1_000_000_000, lambda n: packed(packed(filled(b"", b"\0", n))), None, (2,), ""),
    "gzip-members": ("%d gzip members, nine of ten empty", 10_000_000, members, None, (0,), ""),
    "series": ("%d series", 1_000_000, series, None, (0,), ""),
    "prometheus": ("%d series of Prometheus", 1_000_000, prometheus, None, (0, 2), ""),
    "k6-tags": ("k6, %d names and tags", 1_000_000, k6, None, (0,), ""),
    "gatling-users": ("Gatling, %d users that never end", 1_000_000, gatling, None, (0,), ""),
    "gatling-binary": ("the same in the binary log, %d users", 1_000_000, gatling_binary, None, (3,), ""),
    "junit": ("JUnit, %d test cases", 1_000_000, junit, None, (0,), ""),
    "checks": ("a document of %d checks", 200_000, document, ["render", "{}"], (0, 2), ""),
    "wide-document": ("a document of %d intervals with the shortest and the longest time", 250_000, lambda n: wide_document(n, ENDS, 2), ["merge", "{}"], (0,), ""),
    "dense-document": ("a document of %d intervals with a time in each of 38 octaves", 250_000, lambda n: wide_document(n, OCTAVES, 38), ["merge", "{}"], (0, 2), ""),
    "wide-rows": ("%d intervals with short and long times", 250_000, wide_rows, ["summarize", "--interval=1s", "{}"], (0,), ""),
    "table-labels": ("a table of one run of %d labels", 200_000, table, ["trend", "--format=text", "{}"], (0,), ""),
    "stamps": ("times at both ends of 64 bits", 0, lambda n: stamps(), None, (0,), ""),
    "centuries": ("a sample a century", 0, lambda n: centuries(), None, (0,), ""),
}
SUFFIXES = (".yaml", ".mustache")


class Result:
    def __init__(self, status, message, peak_mib, cpu_s, out):
        self.status, self.message, self.peak_mib, self.cpu_s, self.out = status, message, peak_mib, cpu_s, out


def measured(argv, folder, cpu_s, stdin=subprocess.DEVNULL, during=None):
    """Runs it, @during beside it; peak memory and time are the child's own. What waits for something
    that never comes uses no processor: the clock stops it."""
    def limit():
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # which a shell's background job ignores
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_BYTES, ADDRESS_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (int(cpu_s), int(cpu_s)))

    with open(os.path.join(folder, "stdout"), "wb") as out, open(os.path.join(folder, "stderr"), "wb") as err:
        child = subprocess.Popen([HEADROOM] + argv, stdin=stdin, stdout=out, stderr=err, cwd=folder, preexec_fn=limit)
    timer = threading.Timer(300 + 20 * cpu_s, child.kill)
    timer.start()
    if during:
        during(child)
    _, status, usage = os.wait4(child.pid, 0)
    timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    lines = []
    for name in ("stderr", "stdout"):  # findings of a check are its result
        with open(os.path.join(folder, name), errors="replace") as text:
            lines += [line.strip() for line in text.read(10_000).splitlines() if line.strip() and line[0] not in "{} "]
    return Result(child.returncode, lines[0] if lines else "", usage.ru_maxrss / 1024,
                  usage.ru_utime + usage.ru_stime, os.path.getsize(os.path.join(folder, "stdout")))


def write(path, pieces):
    with open(path, "wb") as file:
        for piece in pieces:
            file.write(piece)
    return os.path.getsize(path)


def run_case(name, scale, folder):
    what, size, make, command, statuses, message = CASES[name]
    n = max(int(size * scale) // 1000 * 1000, 1000) if size else 0
    command = command or ["summarize", "{}"]
    path = os.path.join(folder, "input")
    for suffix in SUFFIXES:
        if any(suffix in word for word in command):
            path += suffix
            command = [word.replace("{}" + suffix, "{}") for word in command]
    write(os.path.join(folder, "slos.json"), [json.dumps(objectives()).encode()])
    size_bytes = write(path, make(n))
    # Ten megabytes a second, and ten million of what there are many of.
    result = measured([word.replace("{}", path) for word in command], folder, 10 + size_bytes / 1e7 + n / 1e7)
    os.unlink(path)
    return what.replace("%d", "{:,}".format(n)), statuses, message, size_bytes, result


def growing(folder, change, statuses):
    """A file that changes while it is read."""
    path = os.path.join(folder, "input")
    write(path, rows(200_000, row))
    stop = threading.Event()

    def keep_changing():
        while not stop.is_set():
            change(path)
            time.sleep(0.001)

    thread = threading.Thread(target=keep_changing)
    thread.start()
    result = measured(["summarize", path], folder, 60)
    stop.set()
    thread.join()
    os.unlink(path)
    return statuses, 0, result


def grow(path):
    if os.path.getsize(path) < 100_000_000:
        with open(path, "ab") as file:
            file.write(row(5).encode() * 1000)


def shrink(path):
    os.truncate(path, max(0, os.path.getsize(path) - 500_000))


def endless(folder, scale):
    """A FIFO whose writer never ends: Ctrl-C does."""
    path = os.path.join(folder, "fifo")
    os.mkfifo(path)

    def feed(child):
        file = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        piece = rest = row(5).encode() * 1000
        begin = time.monotonic()
        while time.monotonic() - begin < 1:
            try:
                rest = rest[os.write(file, rest):] or piece
            except BlockingIOError:
                time.sleep(0.001)
        child.send_signal(signal.SIGINT)
        os.close(file)

    result = measured(["summarize", path], folder, 60, during=feed)
    os.unlink(path)
    return (130,), 0, result


def collectd(folder, scale):
    """Files of collectd in one folder, 32 series each: as many as a command line has room for."""
    inner = os.path.join(folder, "host", "disk")
    os.makedirs(inner)
    names = ",".join("s%d" % i for i in range(32))
    values = ",".join("%d.000000" % i for i in range(31))
    count = max(int(31_250 * scale), 100)
    paths = ["host/disk/t-%d" % i for i in range(count)]
    size_bytes = 0
    for number, path in enumerate(paths):  # no two alike, so that each has a digest of its own
        text = "epoch,%s\n" % names + "".join(
            "%d.000,%s,%d.000000\n" % (START_MS // 1000 + i * 10, values, number) for i in range(2))
        size_bytes += write(os.path.join(folder, path), [text.encode()])
    result = measured(["summarize"] + paths, folder, 60)
    shutil.rmtree(os.path.join(folder, "host"))
    result.out -= 250 * min(count, 10_000)  # a document names so many inputs
    return (0,), size_bytes, result


# name: what, what is done in a folder at a scale; gives allowed status, bytes and result
SPECIAL = {
    "collectd": ("31,250 files of collectd with 1,000,000 series", collectd),
    "growing": ("a file that grows while it is read", lambda folder, scale: growing(folder, grow, (0,))),
    "shrinking": ("a file that shrinks while it is read", lambda folder, scale: growing(folder, shrink, (0, 3))),
    "endless": ("a FIFO that never ends, and Ctrl-C", endless),
}


def faults_of(statuses, message, result):
    if result.status not in statuses:
        yield "exit status %d, expected %s: %s" % (result.status, " or ".join(map(str, statuses)), result.message)
    if message not in result.message:
        yield "says '%s', expected '%s'" % (result.message, message)
    if result.status == 2 and not result.message:
        yield "status 2 without a message"
    if result.out > 6_000_000:
        yield "wrote %d bytes" % result.out


def main():
    scale = float(sys.argv[1])
    names = sys.argv[2:] or list(CASES) + list(SPECIAL)
    table = open(os.environ["HEADROOM_TABLE"], "w") if "HEADROOM_TABLE" in os.environ else None
    failed = 0
    with tempfile.TemporaryDirectory(prefix="headroom-bounds.") as folder:
        for number, name in enumerate(names, 1):
            if name in SPECIAL:
                what, run = SPECIAL[name]
                statuses, size_bytes, result = run(folder, scale)
                message = ""
            else:
                what, statuses, message, size_bytes, result = run_case(name, scale, folder)
            faults = list(faults_of(statuses, message, result))
            failed += bool(faults)
            print("%sok %d - %s" % ("not " if faults else "", number, what))
            for fault in faults:
                print("# " + fault)
            sys.stdout.flush()
            if table:
                said = result.message.replace(folder + "/", "").replace("|", "\\|").replace("headroom: ", "")
                table.write("| %s | %s | %d | %s | %.0f | %.1f |\n" % (
                    what, "{:,.1f}".format(size_bytes / 1e6) if size_bytes else "", result.status,
                    said[:150], result.peak_mib, result.cpu_s))
                table.flush()
    print("1..%d" % len(names))
    return failed > 0


sys.exit(main())
