#!/bin/sh
# Several inputs, one run: formats side by side, compressed twins, load generators, recordings appended
# to each other, and figures that nothing can merge.
. "$top_srcdir/tests/lint/tap.sh"

if ! command -v python3 >/dev/null; then
	skip "several inputs" "python3 is not installed"
	finish
fi
fixtures=$top_srcdir/tests/fixtures/formats
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-several.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
COLUMNS=80
export SOURCE_DATE_EPOCH COLUMNS

# jtl FILE START_S USERS [HOST]: a minute of a request a second
jtl()
{
	awk -v start="$2" -v users="$3" -v host="$4" 'BEGIN {
		printf "timeStamp,elapsed,label,responseCode,success,allThreads,Latency,Connect,bytes,sentBytes"
		print ",responseMessage,threadName" (host != "" ? ",Hostname" : "")
		for (i = 0; i < 60; i++)
			print (start + i) "000,100,cart,200,true," users ",90,1,10,10,OK,T 1-1" (host != "" ? "," host : "")
	}' >"$1"
}
# value EXPRESSION DOCUMENT: of Python, with `run` and `notes` (reason -> count)
value()
{
	python3 -c '
import json, sys
document = json.load(open(sys.argv[2], encoding="utf-8"))
run = document["run"]
notes = {d["reason"]: d["count"] for d in run["diagnostics"]}
print(eval(sys.argv[1]))' "$1" "$2"
}
is() { [ "$2" = "$3" ] && verdict "$1" "" || verdict "$1" "got '$2', expected '$3'"; }
# the largest number of users on the page
users() { "$HEADROOM" report -o page "$@" >/dev/null 2>&1; grep -o 'active users is [^<]*' page/index.html | head -1 | grep -oE '(highest|constant at|always) [0-9]+' | grep -oE '[0-9]+'; }

jtl a.jtl 1795140000 4
jtl b.jtl 1795140001 6
jtl a-host.jtl 1795140000 4 gen-1
jtl b-host.jtl 1795140001 6 gen-2
jtl late-host.jtl 1795143601 6 gen-2

# ---- formats side by side ----
"$HEADROOM" summarize a.jtl "$top_srcdir/data/night.xml" "$fixtures/k6.csv" "$fixtures/collectd.csv" \
	"$fixtures/prometheus.json" "$fixtures/locust.json" >mixed.json 2>/dev/null
total=0
for file in a.jtl "$top_srcdir/data/night.xml" "$fixtures/k6.csv" "$fixtures/locust.json"; do
	"$HEADROOM" summarize "$file" >one.json 2>/dev/null
	total=$((total + $(value 'run["samples"]' one.json)))
done
is "formats side by side: every sample counts" "$(value 'run["samples"]' mixed.json)" "$total"
is "and every series is there" "$(value 'len([s for s in run["resources"] if s["name"].startswith(("formats/collectd", "node_", "process_"))]) >= 4' mixed.json)" True
is "inputs are listed with their formats" \
	"$(value '" ".join(i["format"] for i in run["inputs"])' mixed.json)" \
	"jtl-csv jtl-xml k6-csv collectd-csv prometheus locust-json"
printf '{"inputs": ["?-host.jtl"]}\n' >globs.json
"$HEADROOM" summarize -c globs.json >globs-run.json
is "inputs of a configuration may be globs" "$(value 'run["samples"]' globs-run.json)" 120
"$HEADROOM" summarize '?-host.jtl' >quoted.json
is "and so may those of the command line, where no shell expands them" "$(value 'run["samples"]' quoted.json)" 120
cp a.jtl '[x].jtl'
"$HEADROOM" summarize '[x].jtl' >brackets.json
is "a file that is called like a glob is itself" "$(value 'run["samples"]' brackets.json)" 60
rm '[x].jtl'

# ---- the same twice ----
"$HEADROOM" summarize a.jtl a.jtl >twice.json 2>/dev/null
is "a file given twice counts once" "$(value 'run["samples"]' twice.json)" 60
if gzip -c a.jtl >a.jtl.gz && "$HEADROOM" --version | grep -q ', zlib '; then
	"$HEADROOM" summarize a.jtl.gz a.jtl b.jtl >twin.json 2>/dev/null
	is "and so does its compressed twin" "$(value 'run["samples"]' twin.json)" 120
	is "which is said" "$(value 'notes["same content as an earlier input: counted once"]' twin.json)" 1
	"$HEADROOM" summarize a.jtl.gz >zipped.json
	"$HEADROOM" merge zipped.json a.jtl >merged.json 2>/dev/null
	is "also when one of them is a document" "$(value 'run["samples"]' merged.json)" 60
fi
for disk in sda sdb; do
	mkdir -p "host/disk-$disk"
	cp "$fixtures/collectd.csv" "host/disk-$disk/disk_octets-2026-11-20.csv"
done
"$HEADROOM" summarize host/disk-*/*.csv host/disk-sda/*.csv >idle.json 2>idle.err
is "files whose path says what they record are told apart by it" \
	"$(value '[s["name"] for s in run["resources"]]' idle.json)" \
	"['disk-sda/disk_octets.rx', 'disk-sda/disk_octets.tx', 'disk-sdb/disk_octets.rx', 'disk-sdb/disk_octets.tx']"
is "and count once all the same" "$(value 'len(run["inputs"])' idle.json) $(grep -c 'counted once' idle.err)" '2 1'

# ---- load generators ----
is "users of hosts are added up" "$(users a-host.jtl b-host.jtl)" 10
is "files without hosts are parts of one" "$(users a.jtl b.jtl)" 6
is "unless each is of its own" "$(users --hosts=each a.jtl b.jtl)" 10
"$HEADROOM" summarize a.jtl b.jtl >plain.json
beside='names no load generator and ran beside another input: the larger number of their users counts (--hosts=each adds them up)'
is "files without hosts that ran side by side are named" "$(value "notes.get('$beside')" plain.json)" 1
jtl next.jtl 1795140060 6
"$HEADROOM" summarize a.jtl next.jtl >parts.json
is "files that follow each other are not" "$(value "notes.get('$beside')" parts.json)" None
skew='clocks of load generators may differ: one begins and ends later by the same time'
"$HEADROOM" summarize a-host.jtl late-host.jtl >late.json
is "a clock that differs is named" \
	"$(value "[d['first'][0]['text'] for d in run['diagnostics'] if d['reason'] == '$skew']" late.json)" \
	"['gen-2 is 3600 s behind gen-1']"
"$HEADROOM" merge late.json >again.json
is "once, however often the document is read" "$(value "notes.get('$skew')" again.json)" 1
"$HEADROOM" summarize a-host.jtl b-host.jtl >together.json
is "clocks that agree are not" "$(value "notes.get('$skew')" together.json)" None

# ---- recordings appended to one file ----
cat a.jtl next.jtl >appended.jtl
"$HEADROOM" summarize appended.jtl >appended.json
again='the header again: the file holds more than one recording'
is "a run appended to another: all samples" "$(value 'run["samples"]' appended.json)" 120
is "and the second header is named" "$(value "notes.get('$again')" appended.json)" 1
sed 1d a.jtl | cat next.jtl - >back.jtl
"$HEADROOM" summarize back.jtl >back.json
back='times go back by more than a minute: recordings were joined, or a clock was set'
is "times that go back are named" "$(value "notes.get('$back')" back.json)" 1
is "and all samples count" "$(value 'run["samples"]' back.json)" 120

# ---- what is only a summary stays one ----
for name in ab-percentiles.csv artillery-1.json artillery.json autocannon.json gatling-stats.json jmeter-summary.log k6-summary.json \
	locust-stats.csv pgbench-intervals-15.txt pgbench-intervals.txt siege.json taurus-stats.xml vegeta-report.json wrk.txt; do
	"$HEADROOM" summarize "$fixtures/$name" >aggregate.json 2>/dev/null
	faults=
	[ "$(value 'sorted(set(l["source"] for l in run["labels"] + run["transactions"] + [run["total"]] if l["count"] or l["mean_ms"]))' aggregate.json)" = "['aggregate']" ] ||
		[ "$(value 'sorted(set(l["source"] for l in run["labels"] + run["transactions"]))' aggregate.json)" = "['aggregate']" ] ||
		faults="labels are not marked"
	[ "$(value '[l["label"] for l in run["labels"] if l["histogram"] and any(l["histogram"].values())]' aggregate.json)" = "[]" ] ||
		faults="$faults a histogram"
	"$HEADROOM" render aggregate.json 2>/dev/null | grep -q 'figures of another tool' || faults="$faults the text does not say so"
	sed 's/$/ /' "$fixtures/$name" >other
	if "$HEADROOM" merge aggregate.json other >refused.json 2>error; then
		faults="$faults merged with its like"
	fi
	verdict "$name: figures of the tool, marked, never merged" "$faults"
done
# ---- more inputs than a document lists ----
mkdir many
python3 - <<'END'
for i in range(10_003):
    with open("many/%05d.jtl" % i, "w") as file:
        file.write("timeStamp,elapsed,label,success\n%d,%d,a,true\n" % (1763690400000 + i, i % 500))
END
cp many/10002.jtl many/again.jtl
echo '{ "inputs": [ "many/*.jtl" ] }' >many.json
"$HEADROOM" summarize -c many.json >listed.json 2>error
is "the first 10,000 are listed" "$(value '(len(run["inputs"]), run["inputs"][-1]["path"])' listed.json)" "(10000, 'many/09999.jtl')"
is "the others are counted" "$(value '[run["inputs_left_out"][key] for key in ("inputs", "records", "truncated")]' listed.json)" "[3, 3, 0]"
is "and their samples" "$(value 'run["samples"]' listed.json)" 10003
is "one that is not listed counts once, too" "$(cat error)" 'headroom: warning: many/again.jtl: same content as an earlier input: counted once'
verdict "the page says so" "$("$HEADROOM" render listed.json | grep -q "^note: 3 inputs beyond the first 10$(printf '\342\200\257')000 are" || echo 'no note')"
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do cp many/00001.jtl "again-$i.jtl"; done
"$HEADROOM" summarize again-*.jtl >again.json 2>error
is "inputs given over and over are named ten times" "$(wc -l <error) $(tail -1 error)" '11 headroom: warning: and 1 more input with the content of earlier ones'
"$HEADROOM" merge listed.json many/00007.jtl >once.json 2>error
is "a document and one of its inputs" "$(value 'run["samples"]' once.json)" 10003
"$HEADROOM" merge listed.json listed.json >twice.json 2>error || :
verdict "nothing is merged with itself" "$(grep -q '10000 of its 10003 inputs are counted already' error || cat error)"
finish
