#!/bin/sh
# Probes and scrapes against servers of this test's own on loopback, one with a certificate; a server
# that goes away; recordings on a full disk. And what the machine and commands leave behind.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-ask.XXXXXX") || exit 1
started=
trap 'for pid in $started; do kill "$pid" 2>/dev/null; done; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1

# --- the machine ---
cp -r "$top_srcdir/tests/fixtures/proc/first" proc
timeout 20 "$HEADROOM" capture system --proc-root proc --sys-root nowhere --host shop --interval 100ms \
	--duration 300ms --only memory -o machine.csv 2>machine.err
status=$?
# What a busy machine was too late for is said, not recorded.
missed=$(sed -n 's/.*: \([0-9]*\) of [0-9]* looks came too late and were left out$/\1/p' machine.err)
verdict 'the machine is recorded from the files it is told of' "$(same status 0 $status)$(
	grep -v 'looks came too late' machine.err)$(
	same looks 4 "$(($(grep -c ',memory.total,' machine.csv) + ${missed:-0}))")$(
	same total "$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' proc/meminfo) * 1024))" \
		"$(sed -n 's/.*,memory.total,\([0-9]*\),B,shop,gauge$/\1/p' machine.csv | sort -u)")$(
	"$HEADROOM" summarize machine.csv >/dev/null || echo 'it is not read')"

timeout 20 "$HEADROOM" capture system --only load --interval 50ms --duration 10s >/dev/full 2>full.err
verdict 'a full disk ends the recording at once, as trouble' "$(same status 2 $?)$(
	grep -q 'No space left' full.err || cat full.err)"

(ulimit -f 16 && timeout 30 "$HEADROOM" capture system --only memory --interval 10ms --duration 20s -o small.csv 2>small.err)
status=$?
verdict 'a disk that fills up leaves whole rows' "$(same status 2 $status)$(
	[ -s small.csv.part ] && [ ! -e small.csv ] || ls small*)$(
	tail -c 1 small.csv.part | od -An -c | grep -q '\\n' || echo 'the last row is cut off')$(
	"$HEADROOM" summarize --strict small.csv.part >/dev/null || echo 'it is not read')"

sleep 60 &
sleeper=$!
started="$started $sleeper"
until_true grep -q sleep "/proc/$sleeper/comm" # until then it bears the name of the shell
"$HEADROOM" capture system --only load --process $sleeper --interval 100ms -o gone.csv 2>gone.err &
pid=$!
started="$started $pid"
until_true grep -q "process.sleep-$sleeper.cpu" gone.csv.part
kill $sleeper
wait $sleeper 2>/dev/null
until_true grep -q 'has ended' gone.err
kill -TERM $pid
wait $pid
verdict 'a process that ends is said, and the recording goes on' "$(same status 0 $?)$(
	grep -q "sleep-$sleeper (process $sleeper) has ended" gone.err || cat gone.err)"

# --- commands ---
timeout 30 "$HEADROOM" capture exec --runs 3 --warmup 2 -o runs.jtl --resources runs.csv \
	sh -c 'echo x >>count; exit 3' 2>runs.err
verdict 'runs are samples, warm-up runs are not, a bad status is an error' "$(same status 0 $?)$(
	same runs 5 "$(wc -l <count)")$(same samples 3 "$(grep -c ',sh,3,exit status 3,,text,false,' runs.jtl)")$(
	same memory 3 "$(grep -c ',exec.sh.peak_memory,' runs.csv)")"

"$HEADROOM" capture exec --runs 1000 --timeout 10s -o stopped.jtl sh -c 'trap "echo told >told; exit 1" TERM; sleep 0.05 & wait' \
	2>stopped.err &
pid=$!
started="$started $pid"
until_true test -s stopped.jtl.part
kill -TERM $pid
wait $pid
verdict 'a signal is passed on, and what was recorded is kept' "$(same status 130 $?)$(
	[ -s stopped.jtl ] || echo 'no recording')$(tail -n +2 stopped.jtl | grep -v ',sh,0,' | head -2)"

echo kept >kept.jtl
timeout 20 "$HEADROOM" capture exec -o kept.jtl "$scratch/no-such-program" 2>none.err
verdict 'a command that cannot be run replaces no recording' "$(same status 2 $?)$(same content kept "$(cat kept.jtl)")$(
	grep -q 'cannot run' none.err || cat none.err)$(find . -name 'kept.jtl.part')"

# --- asking ---
if "$HEADROOM" --version | grep -q 'without libcurl' || ! command -v openssl >/dev/null; then
	skip 'probes and scrapes' 'built without libcurl, or no openssl'
	finish
fi
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=localhost \
	-addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' 2>/dev/null
cat >server.py <<'END'
import http.server, signal, ssl, sys, time
signal.alarm(120)
count = 0
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        global count
        count += 1
        body = b"no such thing\n"
        if self.path == "/slow":
            time.sleep(60)
        if self.path == "/health":
            body = b'{"status": "unhealthy", "checks": {"cpu": {"value": 91.5}, "redis": {"status": "healthy"}}}'
        if self.path == "/metrics":
            body = (f"# TYPE served counter\nserved{{code=\"200\"}} {count * 100}\n"
                    f"queue_depth 7\nother_thing 1\nno metric at all\n").encode()
        self.send_response(200 if self.path in ("/", "/metrics", "/health") else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def handle(self):
        try:
            super().handle()
        except OSError:
            pass  # nobody waits any more
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if sys.argv[1] == "tls":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("cert.pem", "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
with open(sys.argv[1] + ".new", "w") as out:
    out.write(str(server.server_port))
import os
os.rename(sys.argv[1] + ".new", sys.argv[1] + ".port")
server.serve_forever()
END
for kind in plain tls; do
	python3 server.py $kind &
	eval "$kind=$!"
	started="$started $!"
	until_true test -s $kind.port
done
port=$(cat plain.port)
secure=$(cat tls.port)

timeout 30 "$HEADROOM" capture probe --interval 200ms --duration 200ms --ca-file cert.pem -o probe.jtl \
	--resources probe.csv "https://localhost:$secure/" "http://127.0.0.1:$port/none" \
	"tcp://127.0.0.1:$port" tcp://127.0.0.1:1 "https://127.0.0.1:$port/" 2>probe.err
verdict 'each answer is a sample, with what was wrong as its code' "$(same status 0 $?)$(
	same rows 10 "$(tail -n +2 probe.jtl | wc -l)")$(
	same 'codes' '200 true;404 false; true;refused false;tls false;' "$(
		sed -n '2,6p' probe.jtl | awk -F, '{ printf "%s %s;", $4, $8 }')")"
verdict 'phases add up, and the certificate is good for 30 days' "$(python3 - "$secure" <<'END'
import csv, sys
rows = list(csv.DictReader(open("probe.csv", encoding="utf-8")))
name = f"probe.https://localhost:{sys.argv[1]}/."
seen = {row["name"][len(name):]: float(row["value"]) for row in rows if row["name"].startswith(name)}
if not 29.9 < seen["certificate_left"] <= 30:
    print("certificate_left", seen["certificate_left"])
parts = sum(seen[part] for part in ("dns", "connect", "tls", "wait"))
if not 0 < parts <= seen["first_byte"] + 0.002 <= seen["total"] + 0.002:
    print(seen)
if seen["up"] != 1:
    print("up", seen["up"])
END
)"
timeout 30 "$HEADROOM" capture probe --duration 100ms --interval 100ms -o secret.jtl --resources secret.csv \
	'http://somebody:hidden1@127.0.0.1:1/?token=hidden2' 2>secret.err
verdict 'secrets of an address stay out of sight' "$(same status 0 $?)$(grep hidden secret.jtl secret.csv secret.err)$(
	grep -q 'somebody' secret.jtl || cat secret.jtl)"
timeout 20 "$HEADROOM" capture probe --timeout 1us --duration 100ms tcp://127.0.0.1:1 >/dev/null 2>short.err
verdict 'a timeout of no millisecond is refused' "$(same status 2 $?)$(grep -q '1ms to 1d' short.err || cat short.err)"
timeout 30 "$HEADROOM" capture probe --duration 100ms --interval 100ms "https://localhost:$secure/" >untrusted.jtl 2>/dev/null
verdict 'a certificate that nobody vouches for is an error' "$(
	grep -q ',tls,.*,false,' untrusted.jtl || cat untrusted.jtl)"

# --- what a service says of itself ---
probe() { timeout 30 "$HEADROOM" capture probe --duration 100ms --interval 100ms "$@" 2>health.err; }
probe --expect 'checks.redis.status = healthy' --expect 'checks.cpu.value < 95' --resources health.csv -o health.jtl \
	"http://127.0.0.1:$port/health"
verdict 'a body that is as expected is a success, and its figures are kept' "$(same status 0 $?)$(
	same success true "$(sed -n 2p health.jtl | cut -d, -f8)")$(grep -q 'checks.cpu.value,91.5,' health.csv || cat health.csv)"
probe --expect status=healthy -o ill.jtl "http://127.0.0.1:$port/health"
verdict 'a body that is not is a failure that says what was found' "$(same status 0 $?)$(
	same row '200,"status is ""unhealthy"", expected status=healthy",false' "$(sed -n 2p ill.jtl | sed 's/^[^,]*,[^,]*,[^,]*,//; s/,text,/,/; s/,false,.*/,false/; s/,,/,/')")"
probe --expect 'cpu <' -o bad.jtl "http://127.0.0.1:$port/health"
verdict 'a wrong expectation is told' "$(same status 2 $?)$(grep -q "'cpu <' is no expectation: an operator and a value" health.err || cat health.err)"

# --- being stopped before there is anything to keep ---
for kind in probe prometheus; do
	echo older >stays.csv
	"$HEADROOM" capture $kind --timeout 50s -o stays.csv "http://127.0.0.1:$port/slow" 2>stays.err &
	pid=$!
	started="$started $pid"
	until_true test -e stays.csv.part
	sleep 0.3
	begun=$(date +%s%N)
	kill -TERM $pid
	wait $pid
	status=$?
	verdict "$kind: stopped before its first record, at once, it leaves the older recording" "$(same status 0 $status)$(
		same content older "$(cat stays.csv)")$(find . -name 'stays.csv.part')$(
		[ $((($(date +%s%N) - begun) / 1000000)) -lt 5000 ] || echo 'it waited')"
done

"$HEADROOM" capture prometheus --interval 200ms --exclude 'other*' -o metrics.csv "http://127.0.0.1:$port/metrics" \
	2>metrics.err &
pid=$!
started="$started $pid"
until_true grep -q 'served' metrics.csv.part
sleep 0.5
kill "$plain"
until_true grep -q 'gives no metrics' metrics.err
sleep 0.3
kill -TERM $pid
wait $pid
verdict 'metrics are series; a scrape that fails is a gap' "$(same status 0 $?)$(python3 - <<'END'
import csv
rows = list(csv.DictReader(open("metrics.csv", encoding="utf-8")))
def of(name):
    return [row for row in rows if row["name"] == name]
served = [float(row["value"]) for row in of('served{code="200"}')]
if not served or any(b - a != 100 for a, b in zip(served, served[1:])):
    print("served", served)
if {row["kind"] for row in of('served{code="200"}')} != {"counter"} or {row["kind"] for row in of("queue_depth")} != {"gauge"}:
    print("kinds")
if of("other_thing"):
    print("what was excluded")
up = [float(row["value"]) for row in of("up")]
if sum(up) != len(served) or up[0] != 1 or up[-1] != 0 or len(of("queue_depth")) != len(served):
    print("up", up, len(served))
END
)$(grep -q '1 line of 127.0.0.1' metrics.err || cat metrics.err)"
finish
