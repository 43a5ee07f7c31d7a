#!/bin/sh
# What the output forms promise to other programs, judged by those programs' own checkers where they
# are installed, and by outputs.py elsewhere; the same bytes again; no secret in any output.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/prop/names.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-outputs.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH
data=$top_srcdir/data
# with TOOL NAME COMMAND...: what the command says is the fault; skipped without the tool.
with()
{
	tool=$1 name=$2
	shift 2
	if command -v "$tool" >/dev/null; then
		verdict "$name" "$("$@" 2>&1)"
	else
		skip "$name" "$tool is not installed"
	fi
}
judge() { python3 "$top_srcdir/tests/prop/outputs.py" "$@"; }

# A run with most sections: a comparison, objectives, experiments, a plan, checks of all verdicts.
cat >all.json <<'END'
{ "name": "shop", "checks": [ "p95 of Checkout < 800ms", "p99 < 100ms", "p95 of nobody < 1s" ],
  "slos": [ { "name": "availability", "target": "99%", "window": "1h" } ],
  "incidents": [ { "id": "1", "start": "2026-11-20T00:02:00Z", "end": "2026-11-20T00:03:00Z" } ],
  "chaos": [ { "name": "kill", "before": "2m", "after": "3m", "during": { "from": "+3m", "to": "+5m" },
    "hypothesis": [ "availability > 95%" ] } ], "stress": {},
  "capacity": { "season": "7d", "demand": "requests", "resources": [ { "name": "CPU", "metric": "cpu", "limit": "85%" } ] } }
END
make_report()
{
	"$HEADROOM" report -q --exit-zero -c all.json -b "$data/night.jtl" -o "$1" --report "junit=$1.xml" --report "prom=$1.prom" \
		--report md=- "$data/regression.jtl" "$data/resources.csv" >"$1.md" 2>"$1.err"
}
verdict "several outputs of one pass" "$(make_report one || echo "status $?"
	for file in one/index.html one/headroom.css one/headroom.js one/report.json one.xml one.prom; do
		[ -s $file ] || echo "$file is missing"
	done
	head -1 one.md | grep -q '^<!-- headroom:shop -->$' || echo 'stdout does not begin with the mark')"

# A document that lacks names, words or sentences is drawn without them, whatever they are.
verdict "documents that lack texts" "$("$HEADROOM" report -q --exit-zero -c "$top_srcdir/tests/fixtures/all-sections.json" -b "$data/night.jtl" -o whole \
	"$data/regression.jtl" "$data/resources.csv" >/dev/null
	python3 "$top_srcdir/tests/prop/damaged.py" "$HEADROOM" whole/report.json text html)"

# Everything that pages link to is there, and none is larger than a page of a whole run may be.
in_pages()
{
	"$HEADROOM" render --pages -o pages/ one/report.json || echo "status $?"
	[ "$(ls pages/label-*.html | wc -l)" -eq 8 ] || ls pages
	for page in pages/*.html; do
		[ "$(wc -c <"$page")" -le 150000 ] || echo "$page has $(wc -c <"$page") bytes"
		grep -o 'href="[^"]*"' "$page" | sed 's/^href="//; s/"$//' | sort -u | while IFS= read -r link; do
			file=${link%%#*} anchor=${link#*#}
			[ -z "$file" ] || [ -e "pages/$file" ] || echo "$page: $link leads nowhere"
			[ "$anchor" = "$link" ] || grep -q "id=\"$anchor\"" "${file:+pages/}${file:-$page}" || echo "$page: no $link"
		done
	done
}
verdict "several pages lead to each other" "$(in_pages 2>&1)"

mkdir forms
for form in $(names_of forms); do
	"$HEADROOM" render -f "$form" one/report.json >"forms/$form" 2>>stderr || echo "$form: status $?" >>faults
done
"$HEADROOM" render --dump-model one/report.json >model.json
verdict "every form is written" "$(cat faults 2>/dev/null; [ "$(ls forms | wc -l)" -ge 20 ] || ls forms)"

junit() { xmllint --noout --schema "$top_srcdir/tests/prop/junit.xsd" forms/junit 2>&1 | grep -v ' validates$'; }
with xmllint "JUnit XML is valid by the schema" junit
with promtool "promtool accepts the metrics" sh -c 'promtool check metrics <forms/prom'
charts()
{
	for chart in $(names_of charts); do
		"$HEADROOM" render --chart="$chart" -o "$chart.svg" one/report.json 2>/dev/null || continue
		xmllint --noout "$chart.svg"
		grep -q '<title id=.*</title><desc id="[^"]*">[^<]' "$chart.svg" || echo "$chart: no title, or no finding"
	done
	set -- *.svg
	[ $# -ge 20 ] || echo "only $# charts"
}
with xmllint "every chart of the run is XML of its own, with a finding" charts
if command -v python3 >/dev/null; then
	for form in bencher benchmark-action benchmark-action-bigger grafana slack teams alertmanager pagerduty openmetrics gitlab \
		github github-output md csv tsv ndjson eml jmeter; do
		verdict "form $form has its shape" "$(judge "$form" "forms/$form" 2>&1)"
	done
else
	skip "forms have their shapes" "python3 is not installed"
fi
if python3 -c 'from jsonschema import Draft202012Validator' 2>/dev/null; then
	verdict "the view model is valid by its schema" "$(judge model model.json "$data/headroom-model-1.schema.json" 2>&1)"
	"$HEADROOM" render --dump-model --profile=weekly one/report.json >weekly.json
	verdict "and with a profile" "$(judge model weekly.json "$data/headroom-model-1.schema.json" 2>&1)"
else
	skip "the view model is valid by its schema" "no Python module jsonschema"
fi

# The same input, the same bytes.
verdict "the same report again" "$(make_report two
	diff -r one two
	cmp one.xml two.xml
	cmp one.prom two.prom
	cmp one.md two.md)"
verdict "rendered again from its document" "$("$HEADROOM" render -o again/ one/report.json
	diff -r one again)"

# Secrets in URLs never; whole query strings not with --mask.
cat >secret.jtl <<'END'
timeStamp,elapsed,label,responseCode,responseMessage,success,failureMessage,URL
1795132800000,120,GET https://user:hunter2secret@shop.example/pay?api_key=s3cr3tvalue&page=7,500,no /x?token=s3cr3tvalue,false,GET /y?password=s3cr3tvalue failed,http://shop.example/?access_token=s3cr3tvalue
1795132801000,130,GET https://shop.example/list?page=visible1,200,OK,true,,http://shop.example/
END
secrets()
{
	# @1: what must appear nowhere; the rest are options
	pattern=$1
	shift
	rm -rf leak leak.*
	"$HEADROOM" report -q --exit-zero --name 'run?api_key=s3cr3tvalue' --check 'p95 < 1ms' --check 'error_ratio < 1%' -o leak "$@" \
		secret.jtl >leak.stdout 2>leak.stderr
	for form in $(names_of forms); do
		"$HEADROOM" render -f "$form" leak/report.json >"leak.$form" 2>>leak.stderr
	done
	for chart in $(names_of charts); do
		"$HEADROOM" render --chart="$chart" leak/report.json >"leak.$chart.svg" 2>>leak.stderr
	done
	"$HEADROOM" render --dump-model leak/report.json >leak.model
	[ -s leak.junit ] || echo "nothing written"
	grep -rlE "$pattern" leak leak.*
}
verdict "no secret of a URL in any output" "$(secrets 's3cr3tvalue|hunter2secret')"
verdict "no query string in any output with --mask" "$(secrets 's3cr3tvalue|hunter2secret|visible1|page=7' --mask)"
verdict "what is no secret stays without --mask" "$(secrets nothing-here; grep -q visible1 leak/index.html || echo lost)"

# Fifty labels: the bytes of a page. Its size goes by labels and intervals, hardly by samples.
awk 'BEGIN {
	print "timeStamp,elapsed,label,responseCode,responseMessage,success,bytes,allThreads,Latency,Connect,sentBytes"
	for (i = 0; i < 100000; i++)
		printf "%.0f,%d,%s /api/v2/resource-%02d/items,%s,%s,%s,%d,%d,%d,%d,%d\n", 1795132800000 + i * 36, 20 + (i * 7919) % 400 * (1 + i % 5),
			i % 2 ? "GET" : "POST", i % 50, i % 211 ? 200 : 503, i % 211 ? "OK" : "Service Unavailable",
			i % 211 ? "true" : "false", 900 + i % 5000, 10 + i / 5000, 10 + (i * 7919) % 300, i % 7 ? 0 : 3, 200
}' >fifty.jtl
"$HEADROOM" report -q --exit-zero --check 'p95 < 2s' -o fifty fifty.jtl >/dev/null 2>&1
most() { [ "$2" -le "$3" ] || echo "$1: $2 bytes, at most $3 wanted"; }
verdict "a page of fifty labels: 150 kB, 40 kB compressed" "$(most index.html "$(wc -c <fifty/index.html)" 150000
	most index.html.gz "$(gzip -9c fifty/index.html | wc -c)" 40000)"
verdict "style sheet 8 kB, script 10 kB" "$(most headroom.css "$(wc -c <fifty/headroom.css)" 8000
	most headroom.js "$(wc -c <fifty/headroom.js)" 10000)"
finish
