#!/bin/sh
# k6's raw samples against a recount: percentiles by k6's own definition (R-7: position p(n-1), linear),
# as Python's statistics.quantiles(method="inclusive") has it; the CSV and the JSON of one run agree.
. "$top_srcdir/tests/lint/tap.sh"

if ! command -v python3 >/dev/null; then
	skip "k6 against a recount" "python3 is not installed"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-k6.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH

cat >run.py <<'PY'
"""run.py UNIT: a run of 1500 requests to two addresses, durations in steps of UNIT ms, and its figures."""
import json
import random
import statistics
import sys

random.seed(7)
unit = float(sys.argv[1])
urls = ["https://shop.example/cart", "https://shop.example/pay"]
rows, lines, durations = [], [], {url: [] for url in urls}
lines.append({"type": "Metric", "metric": "http_req_duration",
              "data": {"name": "http_req_duration", "type": "trend", "contains": "time"}})
for i in range(1500):
    url = urls[i % 3 == 0]
    ms = round(random.lognormvariate(4, 0.8) / unit) * unit
    failed = i % 50 == 49
    status = "500" if failed else "200"
    durations[url].append(ms)
    tags = {"expected_response": "false" if failed else "true", "method": "GET", "name": url, "status": status, "url": url}
    for metric, value in (("http_reqs", 1), ("http_req_duration", ms), ("http_req_failed", int(failed))):
        rows.append(f"{metric},{1795140000 + i},{value:.6f},{tags['expected_response']},GET,{url},{status},{url}")
        lines.append({"type": "Point", "metric": metric,
                      "data": {"time": f"2026-11-20T02:{i // 60:02}:{i % 60:02}Z", "value": value, "tags": tags}})
with open("run.csv", "w", encoding="utf-8") as file:
    print("metric_name,timestamp,metric_value,expected_response,method,name,status,url", *rows, sep="\n", file=file)
with open("run.json", "w", encoding="utf-8") as file:
    print(*map(json.dumps, lines), sep="\n", file=file)
with open("figures.json", "w", encoding="utf-8") as file:
    json.dump({"GET " + url: {
        "count": len(values), "mean_ms": statistics.fmean(values), "min_ms": min(values), "max_ms": max(values),
        **{name: statistics.quantiles(values, n=1000, method="inclusive")[p - 1]
           for name, p in (("p50_ms", 500), ("p90_ms", 900), ("p95_ms", 950), ("p99_ms", 990))}}
        for url, values in durations.items()}, file)
PY
cat >compare.py <<'PY'
"""compare.py TOLERANCE DOCUMENT: prints every figure of the document that the recount has otherwise."""
import json
import sys

tolerance = float(sys.argv[1])
with open("figures.json", encoding="utf-8") as file:
    figures = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    labels = {label["label"]: label for label in json.load(file)["run"]["labels"]}
for name, wanted in figures.items():
    for key, value in wanted.items():
        exact = key in ("count", "mean_ms", "min_ms", "max_ms")
        if abs(labels[name][key] - value) > (1e-9 if exact else tolerance) * value:
            print(name, key, labels[name][key], "expected", value)
if len(labels) != len(figures):
    print("labels", *labels)
PY

# whole milliseconds are counted exactly, others within 0.05 %
for unit in 1:1e-9 0.000001:0.0005; do
	python3 run.py "${unit%:*}"
	for form in csv json; do
		"$HEADROOM" summarize --quantile=R7 "run.$form" >"$form.document"
		verdict "durations in steps of ${unit%:*} ms: k6's $form equals the recount" \
			"$(python3 compare.py "${unit#*:}" "$form.document" 2>&1)"
	done
	verdict "and the forms equal each other" \
		"$(python3 "$top_srcdir/tests/prop/same.py" csv.document json.document 2>&1)"
done
finish
