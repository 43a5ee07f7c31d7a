#!/bin/sh
# Inputs made to use up memory end with a result or a clear message within 600 MB of address space.
. "$top_srcdir/tests/lint/tap.sh"

limit_kib=600000
# shellcheck disable=SC3045
if ! (ulimit -v $limit_kib && "$HEADROOM" --version >/dev/null) 2>/dev/null; then
	skip "bounded memory" "the program cannot run in $limit_kib KiB (sanitizers, valgrind)"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-memory.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1

# bounded STATUS ARGUMENT...: summarised within the limit, with this status. Time is that of the
# processor: a machine that does other things changes nothing; the clock is for what hangs.
bounded()
{
	status=$1
	shift
	rc=0
	(
		# shellcheck disable=SC3045,SC3047
		ulimit -v $limit_kib && ulimit -t 120
		exec timeout 3600 "$HEADROOM" summarize "$@"
	) >stdout 2>stderr || rc=$?
	[ "$rc" = "$status" ] || { echo "exit status $rc, expected $status"; head -3 stderr; }
	[ "$status" = 2 ] || [ "$(tail -c 2 stdout)" = '}' ] || echo "no whole document"
	[ "$(wc -c <stdout)" -le 5000000 ] || echo "a document of $(wc -c <stdout) bytes"
}
counts() { grep -q "^    \"samples\": $1,\$" stdout || echo "not $1 samples: $(grep -m 1 samples stdout)"; }

header='timeStamp,elapsed,label,responseCode,responseMessage,success'
{
	echo "$header"
	awk 'BEGIN { for (i = 0; i < 100000; i++) printf "%d,%d,GET /item/%d/of/a/catalogue,200,OK,true\n", 1763690400000 + i * 10, i % 700, i }'
} >labels.jtl
verdict "100,000 labels" "$(bounded 0 labels.jtl; counts 100000)"
{
	echo "$header"
	awk 'BEGIN { for (i = 0; i < 200000; i++) printf "%d,%d,pay %d,500,no route to 10.%d.%d.%d: order x%dy was lost for %c%c%d,false\n", 1763690400000 + i * 10, i % 700, i % 20, i % 256, i % 251, i % 17, i, 97 + i % 26, 97 + i % 23, i }'
} >errors.jtl
verdict "200,000 error texts" "$(bounded 0 errors.jtl; counts 200000)"
{
	echo "$header"
	echo '1763690400000,5,before,200,OK,true'
	head -c 100000000 /dev/zero | tr '\0' x
	echo
	echo '1763690401000,5,after,200,OK,true'
} >line.jtl
verdict "a line of 100 MB" "$(bounded 0 line.jtl; counts 2)"
{
	echo "$header"
	echo '1763690400000,5,before,200,OK,true'
	printf '1763690400500,5,"'
	head -c 100000000 /dev/zero | tr '\0' '\n'
} >quote.jtl
verdict "a quote that never ends, 100 MB" "$(bounded 0 quote.jtl)"
{
	echo '<?xml version="1.0" encoding="UTF-8"?><testResults version="1.2">'
	echo '<sample t="1" ts="1763690400000" s="true" lb="a" rc="200"/>'
	printf '<sample t="1" ts="1763690400000" s="true" lb="'
	head -c 100000000 /dev/zero | tr '\0' x
	echo '" rc="200"/></testResults>'
} >long.xml
verdict "an XML attribute of 100 MB is refused" "$(bounded 2 long.xml)"
{
	echo '<?xml version="1.0" encoding="UTF-8"?><testResults version="1.2">'
	awk 'BEGIN { for (i = 0; i < 300000; i++) print "<sample t=\"1\" ts=\"1763690400000\" s=\"true\" lb=\"a\" rc=\"200\">" }'
} >deep.xml
verdict "XML 300,000 deep is refused" "$(bounded 2 deep.xml)"
cat >laughs.xml <<'END'
<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g SYSTEM "file:///etc/hostname">]>
<testResults version="1.2"><sample t="1" ts="1763690400000" s="true" lb="x&f;&g;" rc="200"/></testResults>
END
verdict "entities that grow" "$(bounded 0 laughs.xml; grep -q "$(cat /etc/hostname 2>/dev/null || echo none)" stdout && echo 'reads files')"
if gzip --version >/dev/null 2>&1 && "$HEADROOM" --version | grep -q ', zlib '; then
	# Members one after the other are one file; ten() takes a tenth of the time to make it.
	ten() { cat "$1" "$1" "$1" "$1" "$1" "$1" "$1" "$1" "$1" "$1"; }
	head -c 10000000 /dev/zero | gzip -c >10mb.gz
	ten 10mb.gz >100mb.gz
	ten 100mb.gz >1gb.gz
	size=$(wc -c <1gb.gz)
	verdict "1 GB of zeros in $size bytes of gzip" "$(bounded 2 1gb.gz)"
	{ echo "$header" | gzip -c; cat 1gb.gz; } >line.gz
	verdict "a line of 1 GB behind a header" "$(bounded 3 line.gz)"
	head -c 10000000 /dev/zero | tr '\0' '\n' | gzip -c >10mb.gz
	{ echo "$header" | gzip -c; ten 10mb.gz; } >lines.gz
	verdict "100 million empty lines" "$(bounded 3 lines.gz)"
else
	skip "1 GB of zeros in gzip" "built without zlib, or gzip is not installed"
fi
head -c 3000000 /dev/zero | tr '\0' '[' >nested.json
verdict "JSON 3,000,000 deep" "$(bounded 2 nested.json)"
finish
