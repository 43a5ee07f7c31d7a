#!/bin/sh
# Properties of the whole program: parts merge to the whole, a pipe equals one step, CSV equals XML.
. "$top_srcdir/tests/lint/tap.sh"

if ! command -v python3 >/dev/null; then
	skip "properties" "python3 is not installed"
	finish
fi
data=$top_srcdir/data
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-prop.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
COLUMNS=80
export SOURCE_DATE_EPOCH COLUMNS
same_run() { python3 "$top_srcdir/tests/prop/same.py" "$@" 2>&1; }

# Parts of a recording cut at row borders, each with the header. Rows of data/ hold no newline.
cut_parts()
{
	awk -v parts="$2" -v prefix="$3" '
		NR == 1 { for (i = 0; i < parts; i++) print > (prefix i ".jtl"); next }
		{ print > (prefix int((NR * 7919) % (parts * 131) / 131) ".jtl") }
	' "$1"
}

for name in night regression stress; do
	whole=$data/$name.jtl
	"$HEADROOM" summarize "$whole" >"$name.whole.json" 2>errors || sed 's/^/# /' errors
	cut_parts "$whole" 5 "$name."
	for i in 0 1 2 3 4; do
		"$HEADROOM" summarize "$name.$i.jtl" >"$name.$i.json"
	done
	"$HEADROOM" merge "$name.0.json" "$name.1.json" "$name.2.json" "$name.3.json" "$name.4.json" >merged.json
	verdict "$name: parts merge to the whole" "$(same_run merged.json "$name.whole.json")"
	"$HEADROOM" merge "$name.4.json" "$name.1.json" >left.json
	"$HEADROOM" merge "$name.3.json" "$name.0.json" "$name.2.json" >right.json
	"$HEADROOM" merge right.json left.json >merged.json
	verdict "$name: in any order and grouping" "$(same_run merged.json "$name.whole.json")"
	"$HEADROOM" summarize "$name.2.jtl" "$name.0.jtl" "$name.4.jtl" "$name.3.jtl" "$name.1.jtl" >merged.json
	verdict "$name: as several files of one run" "$(same_run merged.json "$name.whole.json")"
	"$HEADROOM" merge "$name.0.jtl" "$name.1.json" "$name.2.jtl" "$name.3.json" "$name.4.jtl" >merged.json
	verdict "$name: recordings and documents mixed" "$(same_run merged.json "$name.whole.json")"
	"$HEADROOM" merge "$name.whole.json" >again.json
	verdict "$name: a document read back is the document" "$(same_run again.json "$name.whole.json")"

	"$HEADROOM" report -o one-step "$whole" >one-step.txt
	"$HEADROOM" summarize "$whole" | "$HEADROOM" render -f html -o piped/
	verdict "$name: summarize | render is report" "$(diff -r one-step piped 2>&1)"
	"$HEADROOM" render "$name.whole.json" >piped.txt
	verdict "$name: its text too" "$(sed '/^report: /d' one-step.txt | diff - piped.txt)"
	"$HEADROOM" summarize - <"$whole" >stdin.json
	verdict "$name: from stdin" "$(same_run stdin.json "$name.whole.json")"
	if gzip -c "$whole" >"$name.jtl.gz" && "$HEADROOM" --version | grep -q ', zlib '; then
		"$HEADROOM" summarize "$name.jtl.gz" >gz.json
		verdict "$name: from gzip" "$(same_run gz.json "$name.whole.json")"
		gzip -c "$whole" | "$HEADROOM" summarize --threads=2 - >gz.json
		verdict "$name: from gzip through a pipe, decompressed by a thread of its own" \
			"$(same_run gz.json "$name.whole.json")"
	fi
	rm -rf one-step piped
done

# Labels that differ only in a secret are one label, whatever else there is a cap on.
awk 'BEGIN {
	print "timeStamp,elapsed,label,responseCode,responseMessage,success"
	for (i = 0; i < 3000; i++)
		printf "%d,%d,GET /x?token=t%d&page=%d,%d,no %d&password=p%d,%s\n", 1795132800000 + i * 997, i % 300,
			i, i % 3, i % 50 ? 200 : 500, i, i, i % 50 ? "true" : "false"
}' >secret.jtl
cut_parts secret.jtl 3 secret.
"$HEADROOM" summarize secret.jtl >secret.whole.json
for i in 0 1 2; do
	"$HEADROOM" summarize "secret.$i.jtl" >"secret.$i.json"
done
"$HEADROOM" merge secret.2.json secret.0.json secret.1.json >merged.json
verdict "secrets are masked before anything is capped" "$(same_run merged.json secret.whole.json)"
verdict "no secret is left" "$(grep -oE '(token|password)=[a-z0-9]+' secret.whole.json | head -3)"
"$HEADROOM" summarize --mask secret.jtl >dropped.json
"$HEADROOM" merge --mask secret.whole.json >dropped-later.json
verdict "--mask on a recording is --mask on its document" "$(same_run dropped.json dropped-later.json)"

"$HEADROOM" summarize "$data/night.xml" >xml.json
verdict "CSV and XML of one run give the same statistics" "$(same_run --statistics night.whole.json xml.json)"

for delimiter in ';' '	' '|'; do
	tr ',' "$delimiter" <"$data/night.jtl" | grep -v '"' >other.jtl
	grep -v '"' "$data/night.jtl" >comma.jtl
	"$HEADROOM" summarize comma.jtl >comma.json
	"$HEADROOM" summarize other.jtl >other.json
	verdict "delimiter '$delimiter' changes nothing" "$(same_run other.json comma.json)"
done
sed 's/$/\r/' "$data/night.jtl" >crlf.jtl
"$HEADROOM" summarize crlf.jtl >crlf.json
verdict "CRLF changes nothing" "$(same_run crlf.json night.whole.json)"
{ printf '\357\273\277'; cat "$data/night.jtl"; } >bom.jtl
"$HEADROOM" summarize bom.jtl >bom.json
verdict "a byte order mark changes nothing" "$(same_run bom.json night.whole.json)"
tail -n +2 "$data/night.jtl" >headless.jtl
"$HEADROOM" summarize headless.jtl >headless.json
verdict "a missing default header changes nothing" "$(same_run headless.json night.whole.json)"
finish
