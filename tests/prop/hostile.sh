#!/bin/sh
# Labels, messages, URLs and names that try to become markup, formulas, commands or terminal
# controls go through every command and every output form; hostile.py judges what comes out.
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/prop/names.sh"

if ! command -v python3 >/dev/null; then
	skip "hostile input" "python3 is not installed"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-hostile.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
COLUMNS=80
export SOURCE_DATE_EPOCH COLUMNS
judge() { python3 "$top_srcdir/tests/prop/hostile.py" "$@" 2>&1; }

# calls FILES COMMAND...: what the command leaves behind is judged, and its stderr always.
calls()
{
	files=$1
	shift
	rc=0
	"$HEADROOM" "$@" >stdout 2>stderr || rc=$?
	[ "$rc" -le 1 ] || { echo "exit status $rc"; head -3 stderr; }
	# shellcheck disable=SC2086
	judge text:stderr $files
}
# The files of a report folder.
folder()
{
	echo "html:$1/index.html json:$1/report.json"
	for table in "$1"/data/*.csv; do
		echo "csv:$table"
	done
}

evil='<script>alert(1)</script>"'\''><img src=x onerror=alert(1)>{{name}}'$(printf '\033[31m\302\233')
cp "$top_srcdir/tests/fixtures/hostile.jtl" csv.jtl
judge xml-of csv.jtl >xml.jtl
# The name of a file is input as well.
cp csv.jtl "=1+1 $evil.jtl" 2>/dev/null || cp csv.jtl "=1+1.jtl"
# Distinct messages of 10 kB, and one of every byte.
python3 - >messages.jtl <<'END'
import sys
out = sys.stdout.buffer
out.write(b'timeStamp,elapsed,label,responseCode,responseMessage,success,failureMessage\n')
every = bytes(range(256)).replace(b'"', b'""')
for i in range(40):
    text = b'<b onclick=x>%d </svg>' % i + b'\xe2\x80\xae\x1b]0;x\x07' * 500
    out.write(b'%d,%d,"%s","%s","%s",false,"%s"\n' % (1763690400000 + i * 1000, i + 1, every, text, text, text))
END

for input in csv xml messages; do
	verdict "$input: summarize" "$(calls json:stdout summarize "$input.jtl" --name="$evil" \
		--environment="$evil" --version-label="$evil")"
	cp stdout "$input.json"
	verdict "$input: merge" "$(calls json:stdout merge "$input.json")"
	verdict "$input: report" "$(calls text:stdout report -o "$input" --name="$evil" \
		--environment="$evil" --check='p95 < 1s' --check='error_ratio < 0.01' \
		--check='p95 of * < 100ms' "$input.jtl"
	# shellcheck disable=SC2046
	judge $(folder "$input"))"
	verdict "$input: standalone page" "$(calls html:page.html render --standalone -f html \
		-o page.html "$input/report.json")"
	verdict "$input: text without colours" "$(calls text:stdout render --color=never "$input/report.json")"
	"$HEADROOM" render --color=always "$input/report.json" | sed 's/\x1b\[[0-9;]*m//g' >plain
	verdict "$input: nothing but colours" "$(judge text:plain)"
	for form in $(names_of forms); do
		case $form in
		html) kind=html ;;
		json | jmeter | bencher | benchmark-action* | grafana) kind=json ;;
		slack | teams | alertmanager) kind=json ;;
		ndjson | pagerduty) kind=lines ;;
		csv | tsv) kind=$form ;;
		junit) kind=xml ;;
		eml) kind=mail ;;
		*) kind=text ;;
		esac
		verdict "$input: form $form" "$(calls $kind:stdout render -f "$form" "$input/report.json")"
	done
	for chart in $(names_of charts); do
		"$HEADROOM" render --chart="$chart" -o "$chart.svg" "$input/report.json" 2>>stderr
	done
	verdict "$input: charts" "$(for chart in *.svg; do echo "svg:$chart"; done | xargs \
		python3 "$top_srcdir/tests/prop/hostile.py" 2>&1; set -- *.svg; [ $# -ge 10 ] || echo "only $#")"
	rm -f page.html ./*.svg
done
for file in =1+1*.jtl; do
	verdict "hostile file name" "$(calls text:stdout report -o named "./$file"
	# shellcheck disable=SC2046
	judge $(folder named))"
	verdict "hostile file name, unreadable" "$("$HEADROOM" summarize "./$file.none" 2>stderr &&
		echo 'exit status 0'; judge text:stderr)"
done
verdict "hostile options" "$(for option in -f --chart --check --tz --include --quantile --label-map --report --template-dir; do
	"$HEADROOM" report "$option=$evil" csv.jtl >stdout 2>stderr
	cat stderr >>all
done
"$HEADROOM" "$evil" 2>>all && echo 'exit status 0'
judge text:all)"

# What is fine stays readable, and what differs stays apart.
verdict "fine text survives" "$(for file in csv/index.html csv/report.json csv/data/labels.csv; do
	grep -q 'café 日本語 🚀' "$file" || echo "$file: lost"
done)"
verdict "no label is lost" "$(python3 -c '
import csv, json
labels = json.load(open("csv.json"))["run"]["labels"]
rows = list(csv.reader(open("csv/data/labels.csv", newline="")))[1:]
names = {label["label"] for label in labels}
if len(names) != 43 or len(labels) != 43:
    print("%d labels, %d names, expected 43" % (len(labels), len(names)))
if sum(label["count"] for label in labels) != 129:
    print("samples lost")
if len(rows) < 43:
    print("%d rows of labels.csv" % len(rows))
')"
finish
