#!/bin/sh
# Inputs that are cut, damaged or no files at all: a valid document or one clear line, never a
# crash, always within seconds.
. "$top_srcdir/tests/lint/tap.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-input.XXXXXX") || exit 1
trap 'chmod -R u+rw "$scratch"; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH
data=$top_srcdir/data
limit=
timeout 5 true 2>/dev/null && limit='timeout 60'
python3 -c '' 2>/dev/null && can_parse=yes

# outcome STATUS...: status is one of these; 2 comes with one line and no document, the others with one.
outcome()
{
	case " $* " in *" $rc "*) ;; *) echo "exit status $rc, expected $*" ;; esac
	if [ "$rc" = 2 ]; then
		[ ! -s stdout ] || echo "status 2 and something on stdout"
		[ "$(grep -c '^headroom: error: ' stderr)" = 1 ] || { echo "stderr:"; head -3 stderr; }
	elif [ -n "$can_parse" ]; then
		python3 -m json.tool stdout >/dev/null 2>parse || head -1 parse
	fi
}

summarize()
{
	rc=0
	$limit "$HEADROOM" summarize "$@" >stdout 2>stderr || rc=$?
}

is_whole() { grep -q '"truncated": true' stdout && echo 'called truncated'; }
is_cut() { grep -q '"truncated": true' stdout || echo 'not called truncated'; }

verdict "no such file" "$(summarize none.jtl; outcome 2)"
verdict "a folder" "$(summarize .; outcome 2)"
verdict "/dev/null" "$(summarize /dev/null; outcome 3)"
: >empty
verdict "an empty file" "$(summarize empty; outcome 3)"
head -c 100000 /dev/zero >zeros
verdict "zeros" "$(summarize zeros; outcome 2 3)"
printf 'timeStamp,elapsed,label,success\n' >header.jtl
verdict "a header alone" "$(summarize header.jtl; outcome 3)"
head -c 200000 "$HEADROOM" >program
verdict "a program" "$(summarize program; outcome 2 3)"
mkfifo fifo
verdict "a FIFO" "$(cat "$data/night.jtl" >fifo & summarize fifo; outcome 0; is_whole)"
verdict "a FIFO read twice" "$(cat "$data/night.jtl" >fifo & summarize --skip=10s fifo; outcome 0; is_whole)"
verdict "a FIFO whose writer leaves at once" "$(: >fifo & summarize fifo; outcome 3)"
ln -s loop loop
verdict "a link to itself" "$(summarize loop; outcome 2)"
if [ "$(id -u)" = 0 ]; then
	skip "unreadable file" "root may read everything"
else
	cp "$data/night.jtl" secret
	chmod a-r secret
	verdict "unreadable file" "$(summarize secret; outcome 2)"
fi
verdict "one bad file among good ones" "$(summarize "$data/night.jtl" none.jtl; outcome 2)"

if gzip --version >/dev/null 2>&1 && "$HEADROOM" --version | grep -q ', zlib '; then
	gzip -c "$data/night.jtl" >night.jtl.gz
	size=$(wc -c <night.jtl.gz)
	verdict "gzip, whole" "$(summarize night.jtl.gz; outcome 0; is_whole)"
	head -c $((size / 2)) night.jtl.gz >half.gz
	verdict "gzip, half of it" "$(summarize half.gz; outcome 0; is_cut)"
	head -c $((size - 4)) night.jtl.gz >tail.gz
	verdict "gzip without its end" "$(summarize tail.gz; outcome 0; is_cut)"
	head -c 5 night.jtl.gz >five.gz
	verdict "gzip, five bytes" "$(summarize five.gz; outcome 2 3)"
	head -c 200000 "$HEADROOM" | gzip -c >garbage.gz
	verdict "gzip of garbage" "$(summarize garbage.gz; outcome 2 3)"
	{ head -c 1000 night.jtl.gz; head -c 3000 /dev/zero | tr '\0' '\252'; } >damaged.gz
	verdict "gzip with a damaged middle" "$(summarize damaged.gz; outcome 0 2 3)"
	{ cat night.jtl.gz; echo trailing; } >trailing.gz
	verdict "gzip with something behind it" "$(summarize trailing.gz; outcome 0)"
	gzip -c night.jtl.gz >twice.gz
	verdict "gzip of gzip" "$(summarize twice.gz; outcome 0 2 3)"
else
	skip "gzip" "built without zlib, or gzip is not installed"
fi

# The same places of every run: a fixed seed, and the ends.
places()
{
	awk -v size="$1" 'BEGIN {
		srand(11)
		print 1; print 2; print 3; print size - 1
		for (i = 0; i < 56; i++) print int(rand() * size)
	}'
}

"$HEADROOM" summarize "$data/night.jtl" >night.json
for file in "$data/night.jtl" "$data/night.xml" night.json "$data/resources.csv"; do
	verdict "${file##*/} cut at 60 places" "$(for place in $(places "$(wc -c <"$file")"); do
		head -c "$place" "$file" >piece
		rc=0
		$limit "$HEADROOM" summarize piece >stdout 2>stderr || rc=$?
		# A document is text without repair: cut, it is refused. A recording gives what it holds.
		case $rc in
		0 | 3) [ "$(tail -c 2 stdout)" = '}' ] || echo "at $place: no whole document" ;;
		2) outcome 2 | sed "s/^/at $place: /" ;;
		*) echo "at $place: exit status $rc" ;;
		esac
	done)"
done
for form in html text json csv jmeter; do
	verdict "a cut document is no input of render -f $form" "$(head -c 5000 night.json >piece
		rc=0
		"$HEADROOM" render -f $form piece >stdout 2>stderr || rc=$?
		outcome 2)"
done

# A file in its place that is no library: inputs that are XML say what is missing, others do without.
mkdir libraries
: >libraries/libxml2.so.2
: >libraries/libxml2.so.16
for file in "$data/night.xml" "$top_srcdir/tests/fixtures/formats/junit.xml"; do
	verdict "${file##*/} without libxml2" "$(rc=0
		LD_LIBRARY_PATH=$PWD/libraries "$HEADROOM" summarize "$file" >stdout 2>stderr || rc=$?
		[ "$rc" = 2 ] || echo "exit status $rc"
		grep -q 'libxml2.*cannot be loaded' stderr || cat stderr)"
done
verdict "night.jtl without libxml2" "$(LD_LIBRARY_PATH=$PWD/libraries "$HEADROOM" summarize "$data/night.jtl" 2>&1 | cmp - night.json)"
finish
