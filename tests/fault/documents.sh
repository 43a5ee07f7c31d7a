#!/bin/sh
# Documents of every kind with one thing wrong, at every place: documents.c says what is asked of
# whatever reads them. `make check` tries one fault in HEADROOM_DOCUMENTS, `make check-documents` all.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"

attack=$top_builddir/tests/fault/documents
if [ ! -x "$attack" ]; then
	skip "documents with one thing wrong" "$attack is not built"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-documents.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH
data=$top_srcdir/data
formats=$top_srcdir/tests/fixtures/formats

cat >all.json <<'END'
{ "name": "shop", "environment": "lab", "workload": "w", "checks": [ "p95 of Checkout < 800ms", "p99 < 100ms", "cpu < 20%", "p95 of nobody < 1s" ],
  "slos": [ { "name": "availability", "target": "99%", "window": "1h" },
    { "name": "slices", "target": "99%", "window": "30d", "method": "timeslices", "slice": "1m", "slice_target": "90%" },
    { "name": "load", "target": "99%", "sli": { "type": "throughput", "min": "1/s" } } ],
  "slas": [ { "name": "response", "metric": "p95", "objective": { "target": 500, "unit": "ms" } } ],
  "error_budget_policy": { "burn_rate_alerts": [ { "window": "2m", "threshold": 1.5 }, { "window": "2d", "budget": "10%" } ] },
  "alerts": { "rules": [ { "name": "slow", "metric": "p95", "threshold": "100ms", "severity": "critical" },
    { "name": "other", "metric": "throughput", "condition": "change", "threshold": "30%", "for": "10s" } ] },
  "incidents": [ { "id": "1", "start": "2026-11-20T00:02:00Z", "end": "2026-11-20T00:03:00Z", "severity": "SEV-2" } ],
  "stability": { "spike": { "during": { "from": "+2m", "to": "+3m" } }, "endurance": {} }, "stress": {},
  "chaos": [ { "name": "kill", "before": "2m", "after": "3m", "during": { "from": "+3m", "to": "+5m" },
    "hypothesis": [ "availability > 95%", "p95 < 50ms" ], "tolerance": [ "availability of * > 50%" ],
    "abort_if": [ "error_rate >= 0" ], "observations": { "seen": true, "unseen": null } } ],
  "cost": { "currency": "USD", "prices": [ { "resource": "instance", "price": "0.0416/h" } ] },
  "capacity": { "season": "7d", "demand": "requests", "lead_time": "21d", "scenarios": [ { "name": "more", "growth": "5%/month" } ],
    "unit": { "name": "instance", "count": 6, "capacity": "100/s" }, "resources": [ { "name": "CPU", "metric": "cpu", "limit": "85%" } ] } }
END

# Recordings as short as they may be for every section to be there, in long intervals: what is
# coded in one text does not matter here, and small documents are soon read.
made()
{
	name=$1
	shift
	"$HEADROOM" "$@" >"$name.json" 2>"$name.err"
	[ $? -ne 2 ] || { echo "# $name: $(head -1 "$name.err")"; return; }
	documents="$documents $name.json"
}
documents=
"$HEADROOM" summarize -q --name shop --include=Checkout --include=Home "$data/night.jtl" >base.json
for night in 1 2 3 4 5 6 7; do
	awk -F, -v OFS=, -v days=$((8 - night)) 'FNR > 1 { $1 = sprintf("%.0f", $1 - days * 86400 * 1000) } 1' "$data/night.jtl" >"$night.jtl"
	"$HEADROOM" history add -q -c all.json --history=nights --version-label="v$night" "$night.jtl" >/dev/null 2>&1
done
made report report -q -c all.json --include=Checkout --include=Home -b base.json --history=nights --plan="$data/night.jmx" -o whole --report json=- \
	"$data/regression.jtl" "$data/resources.csv"
made stress stress -q -c all.json --include=Checkout --interval=10s "$data/stress.jtl"
made summary summarize -q --interval=10s --include=Checkout --include=Home "$data/night.xml"
made window summarize -q --from=+1m --to=+3m base.json
made aggregates summarize -q "$formats/jmeter-statistics.json"
made histograms summarize -q "$formats/hdr-log.hlog"
made groups summarize -q "$formats/gatling-log.txt"
set -- nights/runs/*.json
cp "$1" stored.json
documents="$documents stored.json"

every=${HEADROOM_DOCUMENTS:-997}
# shellcheck disable=SC2086
exec "$attack" "$every" "${HEADROOM_JOBS:-2}" "$scratch/all.json" "$scratch/base.json" $documents
