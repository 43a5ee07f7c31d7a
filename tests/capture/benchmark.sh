#!/bin/sh
# A benchmark from its configuration to the alert: recorded, reported, judged by its service level,
# kept as the baseline; on the second night the server is 30 % slower, and somebody hears of it.
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
	"$HEADROOM" capture http -c "$1.conf" --duration 4s --seed 1 -o "$1.jtl" 2>"$1.told"
}

check_of() # REPORT ID-PREFIX: its verdicts
{
	python3 - "$1/report.json" "$2" <<'END'
import json, sys
checks = json.load(open(sys.argv[1], encoding="utf-8"))["checks"]
print(" ".join(sorted({c["verdict"] for c in checks if c["id"].startswith(sys.argv[2])})))
END
}

start_server first seed=11
night first
verdict 'the first night is recorded' "$(same status 0 $?)$([ "$(wc -l <first.jtl)" -gt 200 ] || cat first.told)"
"$HEADROOM" report -c first.conf --sla-config "$top_srcdir/data/example-sla.json" --save -o first first.jtl >/dev/null 2>first.err
verdict 'it passes, and its service level holds' "$(same status 0 $?)$(
	same 'service level' pass "$(check_of first slo)")$(same messages 0 "$(received sink)")$(grep error first.err)"
"$HEADROOM" baseline save main first.jtl 2>/dev/null
verdict 'it is the baseline' "$(same status 0 $?)$("$HEADROOM" baseline list | grep -q '^main' || echo 'no main')"
stop_server

start_server second seed=12 scale=1.3
night second
"$HEADROOM" --mode=benchmark --config=second.conf --sla-config="$top_srcdir/data/example-sla.json" --output=second \
	-b main second.jtl >/dev/null 2>second.err
verdict 'the second night fails for its regression alone' "$(same status 1 $?)$(
	case " $(check_of second regression) " in *' fail '*) ;; *) echo "regression: $(check_of second regression)" ;; esac)$(
	same 'service level' pass "$(check_of second slo)")"
verdict 'the report says by how much' "$(python3 - <<'END'
import json
checks = json.load(open("second/report.json", encoding="utf-8"))["checks"]
changes = {c["metric"]: c["change"] for c in checks if c["kind"] == "regression" and c["verdict"] == "fail"}
worst = [c for m, c in changes.items() if m in ("mean", "p50", "p90", "p95")]
if not worst or not all(0.1 < c < 0.7 for c in worst):
    print(changes)
END
)$([ -s second/index.html ] || echo 'no page')"
verdict 'both channels hear of it' "$(same messages 2 "$(received sink)")$(
	cat sink/got.* | grep -q '/hook' || echo 'no webhook')$(cat sink/got.* | grep -q 'regression\|p95\|mean' || cat sink/got.*)"
"$HEADROOM" report -c second.conf -b main -o again second.jtl >/dev/null 2>&1
verdict 'but not twice' "$(same messages 2 "$(received sink)")"
finish
