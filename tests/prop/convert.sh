#!/bin/sh
# A recording converted and read again gives the same figures, whatever the form.
. "$top_srcdir/tests/lint/tap.sh"

if ! command -v python3 >/dev/null; then
	skip "conversions" "python3 is not installed"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-convert.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
same_run() { python3 "$top_srcdir/tests/prop/same.py" --statistics "$@" 2>&1; }

# there_and_back FORM FILE [OPTION...]: the selection is made once, when converting.
there_and_back()
{
	form=$1
	file=$2
	shift 2
	"$HEADROOM" convert -q -f "$form" "$@" "$file" >"out.$form" || echo "convert: status $?"
	"$HEADROOM" summarize -q "$@" "$file" >whole.json || echo "summarize: status $?"
	"$HEADROOM" summarize -q "out.$form" >back.json || echo "reading back: status $?"
	same_run whole.json back.json
}

formats=$top_srcdir/tests/fixtures/formats
for file in "$top_srcdir/data/night.jtl" "$top_srcdir/data/night.xml" "$formats/gatling-log.txt" \
	"$formats/gatling-binary.bin" "$formats/vegeta.json" "$formats/junit.xml" "$formats/access.log"; do
	for form in jtl csv ndjson; do
		verdict "$(basename "$file") as $form" "$(there_and_back $form "$file")"
	done
done
for file in k6.json k6.csv pgbench-log.txt; do
	verdict "$file as ndjson: samples and values" "$(there_and_back ndjson "$formats/$file")"
done
for file in sadf.json sadf.csv prometheus.json; do
	for form in series ndjson; do
		verdict "$file as $form" "$(there_and_back $form "$formats/$file")"
	done
done
for form in jtl ndjson; do
	verdict "hostile texts as $form" "$(there_and_back $form "$top_srcdir/tests/fixtures/hostile.jtl")"
done
# Histograms and figures have no place among records.
verdict "what has no place is named" "$("$HEADROOM" convert "$formats/wrk.txt" >out 2>err
	[ $? = 3 ] || echo "status is not 3"
	grep -q 'left out' err || cat err)"
# A selection is applied once.
"$HEADROOM" convert -q -f jtl --include='Product*' --label-map='Product*=Products' "$top_srcdir/data/night.jtl" >part.jtl
verdict "labels are selected and folded" "$("$HEADROOM" summarize part.jtl >part.json
	"$HEADROOM" summarize --include='Product*' --label-map='Product*=Products' "$top_srcdir/data/night.jtl" >want.json
	same_run part.json want.json)"
"$HEADROOM" convert -q -f jtl --skip=1m --to=-30s "$top_srcdir/data/night.jtl" >part.jtl
verdict "windows cut" "$("$HEADROOM" summarize part.jtl >part.json
	"$HEADROOM" summarize --skip=1m --to=-30s "$top_srcdir/data/night.jtl" >want.json
	python3 -c 'import json; a, b = (json.load(open(f))["run"]["total"] for f in ("part.json", "want.json"))
print("" if a == b else "totals differ")' | grep .)"
verdict "no secret is written" "$(printf '%s\n' 'timeStamp,elapsed,label,success' \
	'1795132800000,5,GET /x?token=abc,true' | "$HEADROOM" convert -f ndjson | grep abc)"
verdict "a full disk is trouble" "$(if [ -c /dev/full ]; then
	"$HEADROOM" convert "$top_srcdir/data/night.jtl" >/dev/full 2>err
	[ $? = 2 ] || echo "status is not 2"
fi)"
finish
