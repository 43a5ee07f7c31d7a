#!/bin/sh
# capture http against the tests' own server: the open and the closed model, what a failure is
# called, and recordings that stay valid whatever happens.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/server/server.sh"

if "$HEADROOM" --version | grep -q 'without libcurl'; then
	skip 'capture http' 'built without libcurl'
	finish
fi
if [ ! -x "$server_program" ]; then
	skip 'capture http' 'the server of the tests is not built'
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-http.XXXXXX") || exit 1
trap 'stop_servers; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
unset http_proxy HTTP_PROXY https_proxy all_proxy

capture()
{
	"$HEADROOM" capture http "$@" 2>err
}

holds() # ROWS FILE: that is being recorded
{
	[ "$(rows "$2.part")" -ge "$1" ]
}

between() # WHAT LEAST FOUND MOST
{
	[ "$2" -le "$3" ] && [ "$3" -le "$4" ] || echo "$1: expected $2 to $4, found $3"
}

rows() # FILE [AWK-CONDITION]: of JTL, fields by number
{
	sed 's/"[^"]*"/quoted/g' "$1" | awk -F, "NR > 1 && (${2:-1}) { n++ } END { print n + 0 }"
}

# Every row can be read, and that is all.
valid() # FILE ROWS
{
	"$HEADROOM" summarize -q --exit-zero -o run.json "$1" 2>summarize.err || true
	python3 - "$2" <<'END'
import json, sys
run = json.load(open("run.json"))["run"]
found = (run["inputs"][0]["records"], run["inputs"][0]["rejected"], run["inputs"][0]["degraded"])
if found != (int(sys.argv[1]), 0, 0):
    print("records, rejected, degraded: expected", sys.argv[1], "0 0, found", *found)
END
}

start_server here
url=http://127.0.0.1:$port

# --- the open model ---
capture --url "$url/a?secret=1" --rate 200/s --duration 1s -o open.jtl
faults=$(same status 0 $?)
verdict 'as many requests as the rate says' "$faults$(same rows 200 "$(rows open.jtl)")$(
	same 'of that label' 200 "$(rows open.jtl '$3 == "GET /a" && $8 == "true"')")$(valid open.jtl 200)"
verdict 'the columns are those of JMeter, the part is gone' "$(same header \
	'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,SampleCount,ErrorCount,Hostname,IdleTime,Connect' \
	"$(head -n 1 open.jtl)")$(find . -name '*.part')"
verdict 'query strings are in no recording' "$(grep -l secret open.jtl err)"

# One request in ten milliseconds, each of the hundred due in the first second of the stall waits
# one second at least: the tail is there though hardly any was sent meanwhile. Those due before it, 50,
# have nothing of it; how soon those after it are answered is the machine's affair.
start_server stall stall_at=0.5 stall_for=2
capture --url "http://127.0.0.1:$port/" --rate 100 --duration 3s --connections 2 -o stall.jtl
verdict 'a stall shows in the tail of the open model' "$(same rows 300 "$(rows stall.jtl)")$(
	between 'over 1 s' 90 "$(rows stall.jtl '$2 >= 1000')" 250)$(
	between 'over 1.8 s' 15 "$(rows stall.jtl '$2 >= 1800')" 200)"
verdict 'that connections ran out is told' "$(grep -q 'due while all connections' err || cat err)"
stop_server
# One after the other, 60 answers of 50 ms take 3 s whatever the machine; four at a time they do not wait.
capture --url "$url/delay/50" --rate 60 --duration 1s --connections 1 --threads 4 -o single.jtl
verdict 'one connection is one, on any number of threads' "$(same rows 60 "$(rows single.jtl)")$(
	between 'over 1 s' 20 "$(rows single.jtl '$2 >= 1000')" 60)"
start_server stall2 stall_at=0.5 stall_for=2
capture --url "http://127.0.0.1:$port/" --users 2 --think-time 10ms --duration 3s -o closed.jtl
verdict 'in the closed model two users see it once each' "$(
	same 'over 1 s' 2 "$(rows closed.jtl '$2 >= 1000')")"
timeout 20 "$HEADROOM" capture http --url "$url/" --users 2 --think-time 60s --duration 200ms -o think.jtl 2>err
verdict 'the end does not wait for who thinks' "$(same status 0 $?)$(same rows 2 "$(rows think.jtl)")"
stop_server

# --- what failures are called ---
while read -r path class timeout; do
	capture --url "$url$path" --users 1 --duration 100ms --timeout "$timeout" -o class.jtl
	verdict "$path is $class" "$(same status 0 $?)$(
		same 'rows of another class' 0 "$(rows class.jtl "\$4 != \"$class\" || \$8 != \"false\"")")$(
		valid class.jtl "$(rows class.jtl)")"
done <<END
/reset reset 30s
/close reset 30s
/truncated truncated 30s
/garbage protocol 30s
/delay/5000 timeout 300ms
/status/503 503 30s
END
capture --url http://127.0.0.1:1/ --rate 50 --duration 200ms -o refused.jtl
verdict 'connection refused' "$(same status 0 $?)$(same rows 10 "$(rows refused.jtl '$4 == "refused"')")"
capture --url "https://127.0.0.1:${url##*:}/" --rate 20 --duration 200ms -o tls.jtl
verdict 'no TLS' "$(same rows 4 "$(rows tls.jtl '$4 == "tls"')")"
if openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=here \
	-addext 'subjectAltName=IP:127.0.0.1' 2>/dev/null; then
	python3 - <<'END' &
import http.server, signal, ssl
signal.alarm(60)
class Quiet(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *args):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Quiet)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
open("tls.new", "w").write(str(server.server_port))
import os
os.rename("tls.new", "tls.port")
server.serve_forever()
END
	servers="$servers $!"
	tries=0
	until [ -s tls.port ] || [ $tries -ge 100 ]; do sleep 0.05; tries=$((tries + 1)); done
	capture --url "https://127.0.0.1:$(cat tls.port)/" --rate 20 --duration 200ms -o tls.jtl
	verdict 'a certificate that nobody vouches for' "$(same rows 4 "$(rows tls.jtl '$4 == "tls"')")"
	echo "{ \"targets\": [ { \"url\": \"https://127.0.0.1:$(cat tls.port)\", \"ca_file\": \"cert.pem\" } ],
		\"scenarios\": [ { \"rate\": 20, \"duration\": \"200ms\" } ] }" >tls.json
	capture -c tls.json -o tls.jtl
	verdict 'and one that ca_file vouches for' "$(same rows 4 "$(rows tls.jtl '$4 == "200"')")"
	echo "{ \"targets\": [ { \"name\": \"known\", \"url\": \"https://127.0.0.1:$(cat tls.port)\", \"ca_file\": \"cert.pem\" },
		{ \"name\": \"unknown\", \"url\": \"https://127.0.0.1:$(cat tls.port)/x\" } ],
		\"scenarios\": [ { \"rate\": 20, \"duration\": \"500ms\" } ] }" >tls.json
	capture -c tls.json --threads 1 -o tls.jtl
	verdict 'which says nothing of another target' "$(same known 10 "$(rows tls.jtl '$3 ~ /^known/ && $4 == "200"')")$(
		same unknown 10 "$(rows tls.jtl '$3 ~ /^unknown/ && $4 == "tls"')")"
else
	skip 'certificates' 'openssl is not installed'
fi
capture --url http://name.invalid/ --rate 20 --duration 200ms -o dns.jtl
verdict 'no such name' "$(same rows 4 "$(rows dns.jtl '$4 == "dns"')")"
capture --url "$url/slow" --users 1 --duration 100ms --format csv -o slow.csv
verdict 'a slow body counts whole' "$(python3 - <<'END'
import csv
rows = list(csv.DictReader(open("slow.csv")))
if len(rows) != 1 or not 400 <= float(rows[0]["elapsed_ms"]) or float(rows[0]["latency_ms"]) > float(rows[0]["elapsed_ms"]) - 50:
    print(rows)
END
)"
capture --url "$url/big" --rate 10 --duration 300ms -o big.jtl
verdict 'a large body is counted, not kept' "$(same rows 3 "$(rows big.jtl '$10 > 2000000 && $8 == "true"')")"

# --- a configuration: assertions, weights, several targets ---
cat >conf.json <<END
{ "targets": [ { "name": "one", "type": "http", "url": "$url", "health_check": "/status/200" } ],
  "scenarios": [ { "name": "judged", "rate": 100, "duration": "1s", "requests": [
    { "name": "good", "path": "/x", "assertions": { "status": [201, "2xx"], "contains": "ok /x", "not_contains": "bad", "matches": "^ok" } },
    { "name": "status", "path": "/x", "assertions": { "status": 404 } },
    { "name": "expected", "path": "/status/404", "assertions": { "status": 404 } },
    { "name": "contains", "path": "/x", "assertions": { "contains": ["ok", "absent"] } },
    { "name": "lacks", "path": "/x", "assertions": { "not_contains": "ok" } },
    { "name": "matches", "path": "/x", "assertions": { "matches": "^[0-9]+$" } },
    { "name": "late", "path": "/delay/60", "assertions": { "latency": "50ms" } },
    { "name": "post", "path": "/post", "body": { "a": [1, 2] }, "assertions": { "contains": "11 bytes" } } ] } ] }
END
capture -c conf.json -o judged.jtl
verdict 'assertions decide' "$(same status 0 $?)$(same failed 'contains lacks late matches status' \
	"$(awk -F, '$8 == "false" { print $3 }' judged.jtl | sort -u | tr '\n' ' ' | sed 's/ $//')")$(
	same passed 'expected good post' "$(awk -F, '$8 == "true" { print $3 }' judged.jtl | sort -u | tr '\n' ' ' | sed 's/ $//')")"
cat >weights.json <<END
{ "targets": [ { "name": "left", "url": "$url" }, { "name": "right", "url": "$url/" } ],
  "duration": "500ms",
  "scenarios": [ { "name": "both", "rate": "200/s", "requests": [
      { "name": "often", "path": "/a", "weight": 0.8 }, { "name": "seldom", "path": "b", "weight": 0.2 } ] },
    { "name": "users", "target": "left", "concurrency": 2, "think_time": { "min": "20ms", "max": "30ms" },
      "requests": [ { "path": "/c" } ] } ] }
END
capture -c weights.json --seed 3 -o weights.jtl
capture -c weights.json --seed 3 --threads 1 -o again.jtl
labels() { awk -F, 'NR > 1 && $3 !~ /GET/ { n[$3]++ } END { for (l in n) print l, n[l] }' "$1" | sort; }
verdict 'scenarios run against each target at once' "$(same labels 'left/GET /c left/often left/seldom right/often right/seldom' \
	"$(awk -F, 'NR > 1 { print $3 }' weights.jtl | sort -u | tr '\n' ' ' | sed 's/ $//')")$(
	between 'of users' 5 "$(rows weights.jtl '$3 == "left/GET /c"')" 52)"
verdict 'the seed chooses, on any number of threads' "$(labels weights.jtl >first; labels again.jtl | diff first -)$(
	between seldom 20 "$(rows weights.jtl '$3 ~ /seldom/')" 60)"

# --- shapes ---
cat >steps.json <<END
{ "targets": [ { "url": "$url" } ],
  "scenarios": [ { "name": "limit", "load": { "shape": "steps", "levels": [1, 2, 3], "hold": "1s", "break_if": ["error_rate > 50%"] },
    "requests": [ { "path": "/status/500" } ] } ] }
END
capture -c steps.json -o steps.jtl
verdict 'steps end with the one that breaks' "$(grep -q 'limit broke at step 1 (1 users): error_rate > 50%' err || cat err)$(
	same 'rows of more users' 0 "$(rows steps.jtl '$13 > 2')")"
cat >phases.json <<END
{ "targets": [ { "url": "$url" } ],
  "scenarios": [ { "name": "phases", "rate": 100, "load": { "shape": "phases", "phases": [
    { "name": "low", "level": "20%", "duration": "500ms" }, { "name": "high", "level": 200, "duration": "500ms" } ] },
    "requests": [ { "path": "/" } ] } ] }
END
capture -c phases.json -o phases.jtl
verdict 'phases have their own levels' "$(same rows 110 "$(rows phases.jtl)")"
capture --url "$url/" --rate 100 --warmup 500ms --duration 500ms -o warm.jtl
verdict 'the warm-up is not recorded' "$(same rows 50 "$(rows warm.jtl)")"

# --- the client's own limits, for those who read the recording later ---
quality() { python3 -c 'import json, sys
for finding in json.load(sys.stdin)["run"]["quality"]["findings"]:
    if finding["rule"] == sys.argv[1]: print(finding["state"], finding["message"])' "$1"; }
capture --url "$url/delay/100" --rate 50 --connections 1 --duration 2s -o missed.jtl --resources missed.csv
"$HEADROOM" report -q --exit-zero -f json -o missed missed.jtl missed.csv >missed.json
verdict 'a rate that was missed is found in the recording' "$(grep -q 'the rate was missed' err || cat err)$(
	quality rate_not_reached <missed.json | grep -q '^warn the rate of .* was missed: .*/s of 50/s$' || quality rate_not_reached <missed.json)$(
	grep -q '^[^,]*,generator.busy,[0-9.]*,%,' missed.csv || cat missed.csv)"
capture --url "$url/" --rate 50 --duration 1s -f ndjson -o kept.ndjson
"$HEADROOM" report -q --exit-zero -f json -o kept kept.ndjson >kept.json
verdict 'JSON lines hold it themselves' "$(same samples 50 "$(grep -c '"kind":"request"' kept.ndjson)")$(
	grep -q '"name":"generator.late_p99"' kept.ndjson || tail -3 kept.ndjson)$(
	quality rate_not_reached <kept.json | grep '^warn')"

# --- health checks, secrets, wrong configurations ---
sed 's,/status/200,/status/503,' conf.json >ill.json
capture -c ill.json -o ill.jtl
verdict 'a target that is not healthy is an error' "$(same status 2 $?)$(
	grep -q "target one does not pass its health check at $url: it answers with the status 503" err || cat err)$(find . -name 'ill.jtl*')"
# Ten targets that answer after two seconds: one after the other that would be twenty.
{
	printf '{ "targets": ['
	for i in 1 2 3 4 5 6 7 8 9 10; do printf '{ "name": "t%d", "url": "%s", "health_check": "/delay/2000" },' $i "$url"; done
	printf '{ "name": "last", "url": "%s", "health_check": "/status/503" } ],\n' "$url"
	printf '"duration": "300ms", "scenarios": [ { "name": "s", "rate": 10, "requests": [ { "path": "/" } ] } ] }\n'
} >many.json
begun=$(date +%s%N)
capture -c many.json -o many.jtl
verdict 'health checks run side by side, and the one that fails is named' "$(same status 2 $?)$(
	grep -q 'target last does not pass' err || cat err)$([ $((($(date +%s%N) - begun) / 1000000)) -lt 12000 ] || echo 'one after the other')"
echo older >stays.jtl
sed 's,/delay/2000,/delay/9000,; s,/status/503,/delay/9000,' many.json >slow.json
"$HEADROOM" capture http -c slow.json -o stays.jtl 2>err &
job=$!
until_true test -e stays.jtl.part
sleep 0.5
begun=$(date +%s%N)
kill -TERM $job
wait $job
verdict 'stopped during health checks it ends at once and leaves the older recording' "$(same status 130 $?)$(
	same content older "$(cat stays.jtl)")$(find . -name 'stays.jtl.part')$(
	[ $((($(date +%s%N) - begun) / 1000000)) -lt 5000 ] || echo 'it waited')"
SECRET=hidden-value capture --url "$url/" --header 'X-Token: ${SECRET}' --rate 10 --duration 200ms -v -o secret.jtl
verdict 'secrets stay out of sight' "$(same status 0 $?)$(grep -l hidden-value secret.jtl err)"
capture --url "$url/" --header 'X-Token: ${NOT_SET_HERE}' --duration 200ms -o secret.jtl
verdict 'a secret that is not set is an error' "$(same status 2 $?)$(grep -q 'NOT_SET_HERE is not set' err || cat err)"
printf '{ "targets": [ { "url": "x" } ],\n  "scenarios": [ { "concurency": 3, "load": { "shape": "steps" } } ] }\n' >wrong.json
capture -c wrong.json -o wrong.jtl
verdict 'a wrong configuration is told with its places' "$(same status 2 $?)$(
	grep -q 'wrong.json:2:20: /scenarios/0/concurency: unknown key "concurency", did you mean "concurrency"?' err || cat err)$(
	grep -q 'found no "hold"' err || cat err)"

# --- what happens to the server and the disk ---
start_server short
(until_true holds 20 killed.jtl; kill -9 "$server") 2>/dev/null &
capture --url "http://127.0.0.1:$port/" --rate 50 --duration 4s -o killed.jtl
verdict 'a server that is killed: answers, then failures, all recorded' "$(same status 0 $?)$(
	same rows 200 "$(rows killed.jtl)")$(between answered 20 "$(rows killed.jtl '$8 == "true"')" 190)$(
	same 'failures of no class' 0 "$(rows killed.jtl '$8 == "false" && $4 !~ /^(refused|reset|send)$/')")$(valid killed.jtl 200)"
(ulimit -f 8; capture --url "$url/" --rate 500 --duration 1500ms -o full.jtl)
verdict 'a full disk ends it with an error and whole rows' "$(same status 2 $?)$(
	grep -q 'full.jtl.part holds what was written' err || cat err)$([ ! -e full.jtl ] || echo 'the file has its name')$(
	same 'last byte' '\n' "$(tail -c 1 full.jtl.part | od -An -c | tr -d ' ')")$(valid full.jtl.part "$(rows full.jtl.part)")"
if [ -c /dev/full ]; then
	capture --url "$url/" --rate 100 --duration 200ms -o /dev/full
	verdict 'so does a full device' "$(same status 2 $?)"
fi
capture --url "$url/" --rate 2000 --duration 1s | (sleep 0.7; cat >piped.jtl)
verdict 'a slow reader gets everything' "$(same rows 2000 "$(rows piped.jtl)")$(valid piped.jtl 2000)"

# --- being stopped ---
# timeout(1) sends it twice, to the program and to its group: that is one wish.
timeout --preserve-status -s INT 2 "$HEADROOM" capture http --url "$url/" --rate 100 --duration 60s -o stopped.jtl 2>err
verdict 'an interrupt ends it cleanly' "$(same status 130 $?)$(between rows 5 "$(rows stopped.jtl)" 5900)$(
	valid stopped.jtl "$(rows stopped.jtl)")$(find . -name 'stopped.jtl.part')"
"$HEADROOM" capture http --url "$url/" --rate 100 -o forever.jtl 2>err &
job=$!
until_true holds 1 forever.jtl
kill -TERM $job
wait $job
verdict 'without an end of its own that is the end' "$(same status 0 $?)$(valid forever.jtl "$(rows forever.jtl)")"
"$HEADROOM" capture http --url "$url/" --rate 100 --duration 60s -o dead.jtl 2>err &
job=$!
until_true holds 20 dead.jtl
kill -9 $job
wait $job 2>/dev/null
verdict 'killed it leaves a valid part' "$(between rows 20 "$(rows dead.jtl.part)" 5900)$(
	valid dead.jtl.part "$(rows dead.jtl.part)")"

# --- a clock that is set ---
cat >step.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *out)
{
	static int (*real)(clockid_t, struct timespec *);
	struct timespec now;
	static time_t first;

	if (real == NULL)
		real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
	real(CLOCK_MONOTONIC, &now);
	if (first == 0)
		first = now.tv_sec;
	int result = real(clock, out);
	if (clock == CLOCK_REALTIME && now.tv_sec > first)
		out->tv_sec -= 3600;
	return result;
}
END
if ${CC:-cc} -shared -fPIC -o step.so step.c -ldl 2>/dev/null &&
	LD_PRELOAD=$scratch/step.so "$HEADROOM" --version >/dev/null 2>&1; then
	LD_PRELOAD=$scratch/step.so capture --url "$url/" --rate 100 --duration 2500ms -o clock.jtl
	verdict 'a clock that is set moves nothing' "$(same status 0 $?)$(same rows 250 "$(rows clock.jtl)")$(
		awk -F, 'NR == 2 { low = high = $1 } NR > 1 { if ($1 < low) low = $1; if ($1 > high) high = $1; if ($2 > 60000) print }
			END { if (high - low < 2400 || high - low > 2600) print "times span", high - low, "ms" }' clock.jtl)"
else
	skip 'a clock that is set' 'no library can be put before libc'
fi
finish
