#!/bin/sh
# A benchmark from its configuration to the alert: recorded, reported, judged by its service level,
# kept as the baseline; on the second night the server is 30 % slower, and somebody hears of it.
# Both nights are recorded at the same time: what else the machine does is in both. Delays are long
# enough for that to matter little, and how much slower it was is counted anew from the recordings.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/server/server.sh"
. "$top_srcdir/tests/deliver/sink.sh"

if "$HEADROOM" --version | grep -q 'without libcurl' || [ ! -x "$server_program" ]; then
	skip 'a benchmark from end to end' 'libcurl or the server of the tests is missing'
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-benchmark.XXXXXX") || exit 1
trap 'stop_servers; stop_sinks; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
unset http_proxy HTTP_PROXY all_proxy

start_sink http sink
sink_url=http://127.0.0.1:$port

# The example, against the server at hand; who is told is the only thing added.
night() # NAME
{
	python3 - "$top_srcdir/data/example-config.json" "$port" "$sink_url" <<'END' >"$1.conf"
import json, sys
config = json.load(open(sys.argv[1], encoding="utf-8"))
config["targets"][0]["url"] = "http://127.0.0.1:" + sys.argv[2]
config["alerts"] = {"state": "state.json", "channels": [
    {"type": "webhook", "name": "hook", "url": sys.argv[3] + "/hook", "min_severity": "error"},
    {"type": "slack", "name": "team", "url": sys.argv[3] + "/slack", "min_severity": "error"}]}
json.dump(config, sys.stdout)
END
	"$HEADROOM" capture http -c "$1.conf" --duration 6s --seed 1 -o "$1.jtl" 2>"$1.told"
}

check_of() # REPORT ID-PREFIX: its verdicts
{
	python3 - "$1/report.json" "$2" <<'END'
import json, sys
checks = json.load(open(sys.argv[1], encoding="utf-8"))["checks"]
print(" ".join(sorted({c["verdict"] for c in checks if c["id"].startswith(sys.argv[2])})))
END
}

start_server first seed=11 scale=5
night first &
first=$!
start_server second seed=12 scale=6.5
night second
rc=$?
verdict 'the second night is recorded' "$(same status 0 $rc)$([ "$(wc -l <second.jtl)" -gt 100 ] || cat second.told)"
wait $first
verdict 'the first night is recorded' "$(same status 0 $?)$([ "$(wc -l <first.jtl)" -gt 100 ] || cat first.told)"
"$HEADROOM" report -c first.conf --sla-config "$top_srcdir/data/example-sla.json" --save -o first first.jtl >/dev/null 2>first.err
verdict 'it passes, and its service level holds' "$(same status 0 $?)$(
	same 'service level' pass "$(check_of first slo)")$(same messages 0 "$(received sink)")$(grep error first.err)"
"$HEADROOM" baseline save main first.jtl 2>/dev/null
verdict 'it is the baseline' "$(same status 0 $?)$("$HEADROOM" baseline list | grep -q '^main' || echo 'no main')"

"$HEADROOM" --mode=benchmark --config=second.conf --sla-config="$top_srcdir/data/example-sla.json" --output=second \
	-b main second.jtl >/dev/null 2>second.err
verdict 'the second night fails for its regression alone' "$(same status 1 $?)$(
	case " $(check_of second regression) " in *' fail '*) ;; *) echo "regression: $(check_of second regression)" ;; esac)$(
	same 'service level' pass "$(check_of second slo)")"
# Percentiles by Hyndman and Fan's sixth definition, as the manual has it.
verdict 'the report says by how much' "$(python3 - <<'END'
import csv, json, math
def figures(night):
    times = sorted(int(row["elapsed"]) for row in csv.DictReader(open(night + ".jtl", encoding="utf-8")))
    found = {"mean": sum(times) / len(times)}
    for name, p in (("p50", 0.5), ("p90", 0.9), ("p95", 0.95)):
        at = p * (len(times) + 1)
        below = math.floor(at)
        found[name] = times[below - 1] + (at - below) * (times[below] - times[below - 1])
    return found
first, second = figures("first"), figures("second")
checks = json.load(open("second/report.json", encoding="utf-8"))["checks"]
said = [(c["metric"], c["change"]) for c in checks if c["kind"] == "regression" and c["verdict"] == "fail"]
said = [(metric, change) for metric, change in said if metric in first]
for metric, change in said:
    if abs(second[metric] / first[metric] - 1 - change) > 1e-6:
        print(f"{metric}: {change}, but {first[metric]} became {second[metric]}")
if not said:
    print("nothing")
END
)$([ -s second/index.html ] || echo 'no page')"
verdict 'both channels hear of it' "$(same messages 2 "$(received sink)")$(
	cat sink/got.* | grep -q '/hook' || echo 'no webhook')$(cat sink/got.* | grep -q 'regression\|p95\|mean' || cat sink/got.*)"
"$HEADROOM" report -c second.conf -b main -o again second.jtl >/dev/null 2>&1
verdict 'but not twice' "$(same messages 2 "$(received sink)")"
finish
