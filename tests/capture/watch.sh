#!/bin/sh
# Watching what grows: the looks, what they write, and whom they tell; when a sink is down, a file is
# rotated, a disk is full, a writer goes. All on loopback and in a scratch folder.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/deliver/sink.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-watch.XXXXXX") || exit 1
started=
trap 'for pid in $started; do kill "$pid" 2>/dev/null; done; stop_sinks; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
night=$top_srcdir/data/night.jtl

# --- one look is a report ---
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH
"$HEADROOM" report -o report --check 'p95 < 100ms' "$night" >report.txt 2>/dev/null
report_status=$?
"$HEADROOM" watch --once -o watch --check 'p95 < 100ms' "$night" >watch.txt 2>/dev/null
faults=$(same status $report_status $?)
faults=$faults$(diff -r report watch)
verdict 'a look at what is there writes what report writes, byte by byte' "$faults$(
	sed 's/^report: watch/report: report/' watch.txt | diff report.txt -)"

# --- growth, in pieces that cut rows in two ---
head -c 20000 "$night" >grows.jtl
"$HEADROOM" watch --interval 200ms --duration 300s -o grows --report prom=grows.prom grows.jtl \
	>grows.txt 2>grows.err &
pid=$!
started="$started $pid"
until_true test -s grows.prom
tail -c +20001 "$night" | head -c 333 >>grows.jtl
sleep 0.3
tail -c +20334 "$night" >>grows.jtl
all=$(($(wc -l <"$night") - 1))
until_true grep -q " $all records" grows.txt
kill -TERM $pid
wait $pid
faults=$(same status 0 $?)
"$HEADROOM" report -o whole "$night" >/dev/null 2>&1
requests() { sed -n 's/^headroom_requests_total{[^}]*} //p' "$1" | sort -n | tail -1; }
verdict 'rows that come in pieces count once' "$faults$(cat grows.err)$(
	grep -q " $all records" grows.txt || tail -3 grows.txt)$(
	diff whole/data/labels.csv grows/data/labels.csv)"

# --- rotation in the middle of a record, then a truncation ---
head -c 30000 "$night" >turn.log
"$HEADROOM" watch --interval 100ms --duration 300s -o turn turn.log >turn.txt 2>turn.err &
pid=$!
started="$started $pid"
until_true grep -q 'records' turn.txt
mv turn.log turn.log.1
tail -c +30001 "$night" | head -c 30000 >turn.log
sleep 1.5
until_true grep -q " $(($(head -c 60000 "$night" | wc -l) - 1)) records" turn.txt
# Written to again only once it was seen empty, or nobody could tell.
at_start()
{
	for fd in /proc/"$pid"/fd/*; do
		[ "$(readlink "$fd")" = "$(pwd -P)/turn.log" ] &&
			grep -q '^pos:[[:space:]]*0$' "/proc/$pid/fdinfo/${fd##*/}" && return
	done
	return 1
}
: >turn.log
until_true at_start
tail -c +60001 "$night" >>turn.log
until_true grep -q " $all records" turn.txt
kill -TERM $pid
wait $pid
verdict 'a rotated and a truncated file lose no record' "$(cat turn.err)$(
	diff whole/data/labels.csv turn/data/labels.csv)"

# --- a FIFO whose writer goes ---
mkfifo pipe
cat "$night" >pipe &
timeout 20 "$HEADROOM" watch --interval 10s -o fifo pipe >/dev/null 2>fifo.err
verdict 'a FIFO whose writer has gone ends the watch' "$(same status 0 $?)$(cat fifo.err)$(
	diff whole/data/labels.csv fifo/data/labels.csv)"

# --- outputs that cannot be written ---
timeout 20 "$HEADROOM" watch --once "$night" >/dev/full 2>full.err
verdict 'a full disk is trouble' "$(same status 2 $?)$(grep -q 'No space left' full.err || cat full.err)"

"$HEADROOM" watch --once report/report.json >/dev/null 2>grown.err
verdict 'a document does not grow' "$(same status 2 $?)$(grep -q 'does not grow' grown.err || cat grown.err)"

# --- mode ---
timeout 20 "$HEADROOM" --mode=continuous --once "$night" >mode.txt 2>mode.err
verdict 'continuous mode is watch' "$(same status 0 $?)$(cat mode.err)$(
	grep -q 'all requests' mode.txt || cat mode.txt)"

if command -v script >/dev/null; then
	timeout 20 script -qec "$HEADROOM watch --interval 100ms --duration 400ms '$night'" /dev/null \
		</dev/null >screen.txt 2>&1
	verdict 'a terminal is drawn over' "$(
		[ "$(grep -c "$(printf '\033\\[H')" screen.txt)" -ge 2 ] || od -c screen.txt | head -5)"
else
	skip 'a terminal is drawn over' 'there is no script(1)'
fi

# --- a sink that is down for a while ---
unset SOURCE_DATE_EPOCH
if "$HEADROOM" --version | grep -q 'without libcurl'; then
	skip 'alerts while a sink is down' 'built without libcurl'
	finish
fi
mkdir sink
start_sink http sink
stop_sink
cat >conf.json <<END
{ "name": "nightly", "checks": ["p95 < 100ms"],
  "alerts": { "state": "state.json", "retry": { "attempts": 0, "base": "1ms", "rest": "500ms" },
    "channels": [ { "type": "pagerduty", "name": "pager", "url": "http://127.0.0.1:$port/enqueue",
                    "routing_key": "\${PAGER_KEY}", "min_severity": "error" } ] } }
END
PAGER_KEY=some-key
export PAGER_KEY
head -2000 "$night" >alert.jtl
"$HEADROOM" watch -c conf.json --interval 200ms --duration 300s alert.jtl >alert.txt 2>alert.err &
pid=$!
started="$started $pid"
until_true test -s state.json
sleep 1
verdict 'nothing arrives where nobody listens' "$(find sink -name 'got.*')"
start_sink http sink "$port"
until_true has_received sink 1
sleep 1 # several looks more
verdict 'what was found while it was down arrives once it is up, once' "$(
	same messages 1 "$(received sink)")"

# It goes down again; what is over by then is said when it is back, under the same key.
stop_sink
sleep 1
python3 - "$night" >>alert.jtl <<'END'
import sys
row = open(sys.argv[1], encoding="utf-8").read().splitlines()[1]
fields = row.split(",")
for i in range(100000):
    fields[1] = "1"
    print(",".join(fields))
END
sleep 1
start_sink http sink "$port"
until_true has_received sink 2
kill -TERM $pid
wait $pid
verdict 'and its end, with the same key' "$(python3 - <<'END'
import glob, json
events = [json.loads(open(f"sink/got.{i}", encoding="utf-8").read().split("\n", 1)[1])
          for i in range(1, len(glob.glob("sink/got.*")) + 1)]
seen = [(event["event_action"], event["dedup_key"]) for event in events]
key = "headroom/nightly/criterion/p95/total"
if seen != [("trigger", key), ("resolve", key)]:
    print(seen)
END
)"
finish
