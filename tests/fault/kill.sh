#!/bin/sh
# A report that is stopped anywhere: every file of its folder is the old one or the new one, whole;
# nothing temporary stays behind unless the kernel itself ended the program.
. "$top_srcdir/tests/lint/tap.sh"

if ! timeout --foreground --preserve-status 5 true 2>/dev/null; then
	skip "stopped reports" "timeout of coreutils is not installed"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-kill.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
# A leak checker that loses its program to SIGKILL says so.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export SOURCE_DATE_EPOCH ASAN_OPTIONS

report() { "$HEADROOM" report -q -o "$1" --name="$2" "$top_srcdir/data/$2.jtl" >stdout 2>stderr; }
now_ms() { echo "$(($(date +%s%N) / 1000000))"; }

report old stress || exit 1
started=$(now_ms)
report new night || exit 1
took_ms=$(($(now_ms) - started))

# What is in out/ and neither old nor new. A table only the new run has may be there or not.
faults()
{
	(cd out && find . -type f | sort) | while read -r file; do
		case $file in
		*.headroom-*)
			[ "$1" = KILL ] || echo "$file stayed behind"
			;;
		*)
			cmp -s "out/$file" "old/$file" || cmp -s "out/$file" "new/$file" || echo "$file is neither"
			;;
		esac
	done
	(cd old && find . -type f) | while read -r file; do
		[ -f "out/$file" ] || echo "$file is gone"
	done
}

stop_at()
{
	rm -rf out
	cp -R old out
	rc=0
	timeout --foreground --preserve-status -s "$1" "$2" "$HEADROOM" report -q -o out --name=night \
		"$top_srcdir/data/night.jtl" >stdout 2>stderr || rc=$?
	faults "$1"
	[ ! -s stderr ] || head -3 stderr
	case $1/$rc in
	*/0) diff -r out new ;;
	KILL/137 | TERM/143 | INT/130) ;;
	*) echo "SIG$1 after $2 s: exit status $rc" ;;
	esac
}

# Delays from a fixed seed, over the time that a whole run takes here. `timeout 0` would not stop it.
delays()
{
	awk -v n="$1" -v seed="$2" -v ms="$took_ms" 'BEGIN {
		srand(seed)
		for (i = 0; i < n; i++) printf "%.4f\n", 0.0005 + rand() * ms / 1000
	}'
}

seed=0
for signal in KILL TERM INT; do
	seed=$((seed + 1))
	verdict "14 reports ended by SIG$signal" "$(for delay in $(delays 14 $seed); do
		stop_at $signal "$delay"
	done)"
done
verdict "waiting for input, SIGINT is 130" "$(mkfifo fifo
	rc=0
	timeout --foreground --preserve-status -s INT 0.3 "$HEADROOM" summarize fifo >stdout 2>stderr || rc=$?
	[ "$rc" = 130 ] || echo "exit status $rc"
	[ ! -s stdout ] || echo "something on stdout")"
verdict "what the parent ignores stays ignored" "$(trap '' TERM
	"$HEADROOM" summarize fifo >stdout 2>stderr &
	program=$!
	sleep 0.2
	kill -TERM $program
	timeout -s KILL 5 cat "$top_srcdir/data/night.jtl" >fifo
	wait $program || echo "exit status $?")"
finish
