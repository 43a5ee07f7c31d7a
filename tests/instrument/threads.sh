#!/bin/sh
# The program built with ThreadSanitizer, wherever it has several threads: every run of the list ends
# without a report of a race, a deadlock or a thread that is left behind.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/server/server.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-threads.XXXXXX") || exit 1
trap 'stop_servers; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
unset http_proxy HTTP_PROXY https_proxy all_proxy
generate=$top_builddir/tests/gen/generate
TSAN_OPTIONS="log_path=$scratch/report exitcode=66"
export TSAN_OPTIONS

# Where the kernel places programs too freely for the sanitizer, at fixed addresses.
if ! "$HEADROOM" --version >/dev/null 2>&1; then
	printf '#!/bin/sh\nexec setarch "$(uname -m)" -R "%s" "$@"\n' "$HEADROOM" >fixed
	chmod +x fixed
	HEADROOM=$scratch/fixed
	"$HEADROOM" --version >/dev/null || { echo 'Bail out! the program does not run'; exit 1; }
fi

# threads NAME STATUS ARGUMENT...: one run, its output dropped, its status one of "0", "0 1"
threads()
{
	name=$1
	wanted=$2
	shift 2
	rc=0
	timeout 300 "$HEADROOM" "$@" >/dev/null 2>stderr || rc=$?
	verdict "$name" "$(case " $wanted " in *" $rc "*) ;; *) echo "exit status $rc, expected $wanted"; head -3 stderr ;; esac
		cat report.* 2>/dev/null | head -40)"
	rm -f report.*
}

"$generate" bulk --bytes=12000000 >bulk.jtl
"$generate" bulk --bytes=32000000 --format=xml >bulk.xml
"$generate" bulk --bytes=600000 | awk -f "$top_srcdir/tests/bench/k6.awk" >k6.json
"$generate" bulk --bytes=2000000 | awk -f "$top_srcdir/tests/bench/vegeta.awk" >vegeta.json
grep -v '"' bulk.jtl | sed 's/,/","/g; s/^/"/; s/$/"/' >quoted.jtl
{
	head -n 20000 bulk.jtl
	printf '1795132800012,55,"'
	awk 'NR > 1 && NR < 40000' bulk.jtl | tr -d '"'
	echo '",200,OK,Shoppers 1-11,text,true,,2100,380,20,20,https://shop.example/cart,48,0,4'
	tail -n 20000 bulk.jtl
} >inside.jtl
{
	head -n 60000 bulk.xml
	printf '<httpSample t="1" ts="1795132800000" s="true" lb="Body"><responseData><![CDATA[\n'
	awk 'NR > 2 && NR < 60000' bulk.xml
	printf ']]></responseData></httpSample>\n'
	tail -n 60000 bulk.xml
} >inside.xml
gzip -c bulk.jtl >bulk.jtl.gz
gzip -c k6.json >k6.json.gz
gzip -c bulk.xml | head -c 200000 >cut.xml.gz
mkdir runs
for seed in 1 2 3 4 5 6; do
	"$generate" bulk --bytes=200000 --seed=$seed >runs/$seed.jtl
	"$generate" bulk --bytes=200000 --seed=$seed --format=xml >runs/$seed.xml
	"$HEADROOM" summarize --threads=1 -o runs/$seed.json runs/$seed.jtl
done
cat >slo.json <<-'END'
	{"slos": [{"name": "up", "target": "99%"},
		{"name": "fast", "sli": {"type": "latency", "threshold": "300ms"}, "target": "99%"}]}
END

threads 'chunks of CSV' 0 summarize --threads=4 bulk.jtl
threads 'chunks of CSV, read twice for a window' 0 summarize --threads=4 --skip=30s bulk.jtl
threads 'chunks of CSV with objectives' 0 summarize --threads=4 -c slo.json bulk.jtl
threads 'chunks of quoted CSV' 0 summarize --threads=4 quoted.jtl
threads 'chunks whose borders lie in a quoted field' 0 summarize --threads=7 inside.jtl
threads 'chunks of CSV by libcsv' 0 summarize --threads=4 --reference-parser bulk.jtl
for n in 2 3 7; do
	threads "chunks of XML by $n threads" 0 summarize --threads=$n bulk.xml
done
threads 'chunks of XML by libxml2' 0 summarize --threads=4 --reference-parser bulk.xml
threads 'chunks whose borders lie in character data' 0 summarize --threads=7 inside.xml
threads 'JSON lines of k6' 0 summarize --threads=4 k6.json
threads 'JSON lines of vegeta' 0 summarize --threads=4 vegeta.json
threads 'gzip, decompressed beside' 0 summarize --threads=4 bulk.jtl.gz
threads 'gzip of k6' 0 summarize --threads=4 k6.json.gz
threads 'gzip that ends early' 0 summarize --threads=4 cut.xml.gz
threads 'a pipe' 0 summarize --threads=4 - <bulk.jtl
threads 'several inputs of one format' 0 summarize --threads=3 runs/*.jtl
threads 'several inputs that are XML' 0 summarize --threads=3 runs/*.xml
threads 'several inputs of all kinds' 0 summarize --threads=3 runs/1.jtl runs/2.xml k6.json vegeta.json bulk.jtl.gz runs/3.json
threads 'a broken input among several' 2 summarize --threads=3 runs/1.jtl /dev/null/none runs/2.xml
threads 'merge' 0 merge --threads=4 runs/*.json
threads 'compare' '0 1 3' compare --threads=4 -b runs/1.json -b runs/2.json runs/3.jtl
threads 'report' '0 1 3' report --threads=4 -o page -b runs/1.json --check 'p95 < 2s' bulk.jtl
threads 'convert' 0 convert --threads=4 -f ndjson runs/1.jtl runs/2.xml
threads 'watch' 0 watch --interval 100ms --duration 1s -o watched runs/1.jtl runs/2.xml
threads 'capture system' 0 capture system --interval 100ms --duration 1s
if "$HEADROOM" --version | grep -q 'without libcurl'; then
	skip 'capture http' 'built without libcurl'
else
	start_server served
	threads 'capture http, closed' 0 capture http --url "http://127.0.0.1:$port/" --users 20 --threads=4 --duration 2s -o closed.jtl
	threads 'capture http, open' 0 capture http --url "http://127.0.0.1:$port/" --rate 300 --threads=4 --duration 2s -o open.jtl
	# Not of tcp:// and dns://: the C library looks names up by a thread the sanitizer never hears of.
	threads 'capture probe' 0 capture probe --interval 100ms --duration 1s -o probe.jtl \
		"http://127.0.0.1:$port/" "http://127.0.0.1:$port/none"
	stop_server
fi
finish
