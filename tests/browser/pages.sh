#!/bin/sh
# pages.sh FOLDER: makes the pages that the browser checks look at, one folder each below FOLDER.
# HEADROOM, HEADROOM_TEMPLATES, HEADROOM_RULES, top_srcdir and top_builddir as for make check.
set -eu
out=$1
data=$top_srcdir/data
generate=$top_builddir/tests/gen/generate
mkdir -p "$out"
cd "$out"
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH

# page NAME ARGUMENTS...: the report of them; a failed check is none of this script's business.
page()
{
	name=$1
	shift
	rc=0
	"$HEADROOM" report -q --exit-zero -o "$name" "$@" >/dev/null 2>"$name.err" || rc=$?
	# 3: there was nothing to judge, which has a page, too.
	[ $rc -eq 0 ] || [ $rc -eq 3 ] || { echo "pages.sh: $name: status $rc" >&2; cat "$name.err" >&2; exit 1; }
}

# Fourteen nights, the last four of them slower.
rm -rf history
night=0
while [ $night -lt 14 ]; do
	kind=night
	[ $night -lt 10 ] || kind=regression
	"$generate" $kind --seed=$((night + 7)) --minutes=4 |
		awk -F, -v OFS=, -v days=$((night - 14)) 'NR > 1 { $1 = sprintf("%.0f", $1 + days * 86400000) } 1' >night.jtl
	"$HEADROOM" history -q add --history=history --environment=staging --name="shop, nightly" --version-label="4.$night" night.jtl >/dev/null
	night=$((night + 1))
done

cat >everything.json <<'END'
{
  "name": "shop, nightly", "environment": "staging", "version": "4.14",
  "checks": [ "p95 of Checkout < 800ms", "p99 < 400ms", "error_ratio < 1%", "p95 of Home < 1s" ],
  "slos": [
    { "name": "availability", "target": "99.9%", "window": "1h" },
    { "name": "fast checkout", "target": "90%", "window": "1h",
      "sli": { "type": "latency", "valid": "label == 'Checkout'", "threshold": "400ms" } } ],
  "incidents": [ { "id": "42", "severity": "SEV-2", "start": "2026-11-20T00:02:00Z",
    "acknowledged": "2026-11-20T00:03:00Z", "end": "2026-11-20T00:05:00Z" } ],
  "chaos": [ { "name": "kill one instance", "before": "2m", "after": "3m", "during": { "from": "+3m", "to": "+5m" },
    "hypothesis": [ "availability > 95%", "p95 < 800ms", "error_rate < 0.01%" ] } ],
  "stress": {},
  "capacity": {
    "history": "90d", "horizon": "90d", "season": "7d", "lead_time": "21d", "demand": "requests",
    "resources": [
      { "name": "CPU", "metric": "cpu", "limit": "85%", "warn": "70%" },
      { "name": "Memory", "metric": "memory", "limit": "90%", "warn": "80%" } ],
    "unit": { "name": "instance", "count": 6, "capacity": "from-regression", "max_utilization": "70%" },
    "safety_margin": "20%", "redundancy": 1,
    "scenarios": [ { "name": "baseline" }, { "name": "high", "growth": "15%/month" },
      { "name": "black-friday", "type": "event", "multiplier": 10, "start": "2026-11-27", "duration": "3d", "ramp": "2d" } ]
  },
  "cost": { "currency": "USD", "hours_per_month": 730, "budget": "3000/month",
    "prices": [ { "resource": "instance", "price": "0.0416/h" } ] }
}
END
page everything -c everything.json --history=history -b "$data/night.jtl" "$data/regression.jtl" "$data/resources.csv"
page night "$data/night.jtl"
page plan -c "$data/example-capacity.json" "$data/resources.csv"
echo "{ \"stress\": {} }" >stress.json
page steps -c stress.json "$data/stress.jtl"
page hostile "$top_srcdir/tests/fixtures/hostile.jtl"

# Awkward ones: one sample, none, sixty characters a label, a thousand labels, nine orders of magnitude.
header=timeStamp,elapsed,label,responseCode,responseMessage,success,bytes,allThreads,Latency
echo $header >none.jtl
printf '%s\n1795132800000,120,only one,200,OK,true,1000,1,100\n' $header >one.jtl
awk -v header=$header 'BEGIN {
	print header
	for (i = 0; i < 6000; i++)
		printf "%.0f,%d,POST /v1/a/rather/long/path/of/sixty/characters/in/all/number/%02d,%s,OK,%s,900,%d,30\n",
			1795132800000 + i * 50, 20 + i * 7919 % 400 * (1 + i % 12), i % 12, i % 97 ? 200 : "Non HTTP response code: java.net.SocketTimeoutException",
			i % 97 ? "true" : "false", 1 + i / 600
}' >long.jtl
awk -v header=$header 'BEGIN {
	print header
	for (i = 0; i < 5000; i++)
		printf "%.0f,%d,/item/%d,200,OK,%s,900,5,3\n", 1795132800000 + i * 100, 5 + i * 31 % 300, i % 1000, i % 50 ? "true" : "false"
}' >many.jtl
awk -v header=$header 'BEGIN {
	print header
	for (i = 0; i < 900; i++)
		printf "%.0f,%.0f,all orders,200,OK,true,9,1,1\n", 1795132800000 + i * 1000, 10 ^ (i % 10)
}' >decades.jtl
for name in none one long many decades; do
	page $name $name.jtl
done
# In several pages; a label's and the plan's stand for the others, each as the first of a folder.
"$HEADROOM" render --pages -o pages/ everything/report.json
for name in label-2 capacity; do
	cp -r pages "$name"
	mv "$name/$name.html" "$name/index.html"
done
for profile in weekly monthly quarterly; do
	"$HEADROOM" render --profile=$profile -o $profile/ everything/report.json
done
