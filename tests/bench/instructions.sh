#!/bin/sh
# Instructions a row by callgrind, a figure that no other program on the machine can change. The
# difference of two files leaves out what does not depend on their length.
. "$top_srcdir/tests/lint/tap.sh"

if ! command -v valgrind >/dev/null; then
	skip "instructions a row" "valgrind is not installed"
	finish
fi
if ! valgrind -q --tool=none "$HEADROOM" --version >/dev/null 2>&1; then
	skip "instructions a row" "the program does not run under valgrind here (sanitizers)"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-instructions.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
generate=$top_builddir/tests/gen/generate

# count FILE OPTION ...: of summarising, or of what COMMAND says
count()
{
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$HEADROOM" "${COMMAND:-summarize}" --threads=1 "$@" 2>&1 >/dev/null |
		sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

# make_input FORMAT BYTES: of JTL CSV of so many bytes, or what that is in another format
make_input()
{
	case $1 in
	csv | xml) "$generate" bulk --bytes="$2" --format="$1" ;;
	k6 | vegeta) "$generate" bulk --bytes="$2" | awk -f "$top_srcdir/tests/bench/$1.awk" ;;
	ndjson) "$generate" bulk --bytes="$2" | "$HEADROOM" convert -q -f ndjson - ;;
	esac
}

# bound NAME MOST FORMAT BYTES
# A file of twice as many bytes has as many intervals more, unless they are as many as there may be: then
# the rows alone make the difference.
bound()
{
	make_input "$3" "$4" >"$scratch/short"
	make_input "$3" $((2 * $4)) >"$scratch/long"
	short=$(count "$scratch/short")
	long=$(count "$scratch/long")
	rows=$(($(grep -c " lb=" "$scratch/long") - $(grep -c " lb=" "$scratch/short")))
	[ "$3" = xml ] || rows=$(($(wc -l <"$scratch/long") - $(wc -l <"$scratch/short")))
	if [ -z "$short" ] || [ -z "$long" ]; then
		skip "$1" "the program does not run under valgrind here"
		return
	fi
	each=$(((long - short) / rows))
	echo "# $1: $each instructions"
	[ "$each" -le "$2" ] && fault="" || fault="$each instructions a row, expected at most $2"
	verdict "$1: at most $2 instructions" "$fault"
}

# objectives NAME JSON: at most a tenth more than summarising
objectives()
{
	printf '%s\n' "$2" >"$scratch/slo.json"
	plain=$(($(count "$scratch/long") - $(count "$scratch/short")))
	asked=$(($(count -c "$scratch/slo.json" "$scratch/long") - $(count -c "$scratch/slo.json" "$scratch/short")))
	permille=$(((asked - plain) * 1000 / (plain > 0 ? plain : 1)))
	echo "# $1: $permille permille over summarising"
	[ "$asked" -gt 0 ] && [ "$permille" -le 100 ] && fault="" || fault="$permille permille more, expected at most 100"
	verdict "$1: at most a tenth over summarising" "$fault"
}

# merging MOST: of documents of 20 labels and as many intervals as there may be; each is an input of its own
merging()
{
	"$generate" bulk --bytes=27000000 --labels=20 | "$HEADROOM" summarize -q - >"$scratch/part"
	for i in 1 2 3; do
		sed 's/"hash": "[0-9a-f]*"/"hash": "000000000000000'$i'"/' "$scratch/part" >"$scratch/part$i"
	done
	short=$(COMMAND=merge count "$scratch/part1" "$scratch/part2")
	long=$(COMMAND=merge count "$scratch/part1" "$scratch/part2" "$scratch/part3")
	bytes=$(wc -c <"$scratch/part")
	each=$(((long - short) / bytes))
	echo "# merging one more document: $((long - short)) instructions, $each a byte"
	[ "$each" -le "$1" ] && fault="" || fault="$each instructions a byte, expected at most $1"
	verdict "merging: at most $1 instructions a byte of a document" "$fault"
}

bound "a row of JTL CSV" 760 csv 27000000
bound "a row of JTL CSV and its share of intervals" 1010 csv 8000000
if [ -n "$(count "$scratch/short")" ]; then
	objectives "one objective" '{"slos": [{"name": "up", "target": "99.9%"}]}'
	objectives "three objectives" '{"slos": [
		{"name": "up", "sli": {"valid": "label != '"'warmup'"'", "good": "success && status < 500"}, "target": "99.9%"},
		{"name": "fast", "sli": {"type": "latency", "valid": "label == '"'Checkout'"'", "threshold": "300ms"}, "target": "99%"},
		{"name": "rate", "sli": {"type": "throughput", "min": "100/s"}, "target": "99%"}]}'
fi
bound "a sample of JTL XML and its share of intervals" 1620 xml 8000000
bound "a line of k6 JSON lines and its share of intervals" 2250 k6 3000000
bound "a line of vegeta JSON lines and its share of intervals" 4850 vegeta 4000000
bound "a line of other JSON lines and its share of intervals" 5950 ndjson 4000000
if [ -n "$(count "$scratch/short")" ]; then
	merging 52
fi
finish
