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

# What asks for every section of a document.
cp "$top_srcdir/tests/fixtures/all-sections.json" all.json || exit 1

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
