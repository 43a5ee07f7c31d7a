#!/bin/sh
# Outputs that cannot be written: status 2 and a message; a reader that leaves early is no error.
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/prop/names.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-disk.XXXXXX") || exit 1
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH
night=$top_srcdir/data/night.jtl
"$HEADROOM" summarize --exit-zero --check "p95 < 1ms" "$night" >night.json || exit 1

# One command a line; every one writes to stdout.
commands()
{
	cat <<'END'
--version
--help
help
help forms
help charts
help metrics
help formats
report --help
template list
template show report.html.mustache
template show headroom.css
summarize NIGHT
summarize -
merge night.json
report -o report NIGHT
report --report json=- -o report NIGHT
render night.json
render -
render --chart response-times night.json
render --standalone -f html night.json
END
	names_of forms | sed 's/.*/render -f & night.json/'
}

# refused STATUS: the run before ended with 2 and said why in one line.
refused()
{
	[ "$1" = 2 ] || echo "exit status $1, expected 2"
	[ "$(grep -c '^headroom: error: ' stderr)" = 1 ] || { echo "stderr:"; head -3 stderr; }
}

commands >list
while read -r line; do
	input=night.json
	case $line in summarize*) input=$night ;; esac
	# shellcheck disable=SC2086
	set -- $(echo "$line" | sed "s|NIGHT|$night|")
	if [ -c /dev/full ]; then
		verdict "full device: $line" "$(rc=0
			"$HEADROOM" "$@" <"$input" >/dev/full 2>stderr || rc=$?
			refused "$rc")"
	fi
	verdict "closed stdout: $line" "$(rc=0
		"$HEADROOM" "$@" <"$input" >&- 2>stderr || rc=$?
		refused "$rc")"
	verdict "closed stderr: $line" "$("$HEADROOM" "$@" <"$input" 2>&- >stdout || echo "exit status $?")"
	verdict "reader gone: $line" "$({ "$HEADROOM" "$@" <"$input" 2>stderr; echo "$?" >status; } | head -c 1 >/dev/null
		[ ! -s stderr ] || head -3 stderr
		# 141 is SIGPIPE; 0 when all had been written before.
		case $(cat status) in 0 | 141) ;; *) echo "exit status $(cat status)" ;; esac)"
done <list

# A file given twice is a warning: it must not end up in a file that took the number of stderr.
cp "$night" again.jtl
"$HEADROOM" report -o open "$night" again.jtl >/dev/null 2>&1
for closed in '2>&-' '<&- 2>&-' '<&- >&- 2>&-'; do
	verdict "the report with $closed" "$(eval "\"\$HEADROOM\" report -o closed \"\$night\" again.jtl $closed" >/dev/null
		diff -r open closed 2>&1 | head -5
		rm -rf closed)"
done
verdict "closed stdin" "$(rc=0
	"$HEADROOM" summarize - <&- >stdout 2>stderr || rc=$?
	refused "$rc")"
verdict "SIGPIPE ignored: an error" "$(trap '' PIPE
	{ rc=0; "$HEADROOM" render -f json night.json 2>stderr || rc=$?; echo "$rc" >status; } | head -c 0
	case $(cat status) in
	0) ;;
	*) refused "$(cat status)" ;;
	esac)"
mkdir folder
for line in "summarize -o folder $night" "merge -o folder night.json" \
	"render -f text -o folder night.json" "render --chart=throughput -o folder night.json" \
	"report --report json=folder -o report $night"; do
	verdict "a folder where a file should go: ${line%% *}" "$(rc=0
		# shellcheck disable=SC2086
		"$HEADROOM" $line >stdout 2>stderr || rc=$?
		refused "$rc"
		ls folder)"
done
: >file
verdict "a file where a folder should go" "$(rc=0
	"$HEADROOM" report -o file/report "$night" >stdout 2>stderr || rc=$?
	refused "$rc")"
verdict "a file as report folder" "$(rc=0
	"$HEADROOM" report -o file/ "$night" >stdout 2>stderr || rc=$?
	refused "$rc")"
if [ "$(id -u)" = 0 ]; then
	skip "unwritable folder" "root may write everywhere"
else
	mkdir locked
	chmod a-w locked
	verdict "unwritable folder" "$(for line in "report -o locked/report" "report -o locked" "summarize -o locked/run.json"; do
		rc=0
		# shellcheck disable=SC2086
		"$HEADROOM" $line "$night" >stdout 2>stderr || rc=$?
		refused "$rc"
	done)"
fi

# A file system of 100 KiB, in a mount namespace of its own so that nothing is left mounted.
mkdir small
cat >on_small <<'END'
mount -t tmpfs -o size=100k tmpfs small || exit 77
cp night.json small/run.json 2>/dev/null || : >small/run.json
cp small/run.json before
cp "$HEADROOM_SMALL_DATA" other.jtl
rc=0
"$HEADROOM" report -o small/report other.jtl >stdout 2>stderr || rc=$?
"$HEADROOM" render --standalone -f html -o small/run.json night.json 2>>stderr
echo "$rc" >status
cmp before small/run.json
find small -name '.headroom-*'
END
if [ "$(id -u)" = 0 ] && unshare -m sh -c 'mount -t tmpfs -o size=4k tmpfs small' 2>/dev/null; then
	verdict "full file system" "$(HEADROOM_SMALL_DATA=$night unshare -m sh on_small 2>&1
		[ "$(cat status)" = 2 ] || echo "exit status $(cat status)"
		[ "$(grep -c 'No space left' stderr)" = 2 ] || cat stderr)"
else
	skip "full file system" "this user may not mount one"
fi
finish
