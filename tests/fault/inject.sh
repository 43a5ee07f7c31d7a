#!/bin/sh
# Every call that can fail, failing once at each place it is made: a file is the old one or the new
# one, whole; nothing temporary stays behind; success is told only of what was done; the message is
# one line; and the next call without a fault does the work. See inject.c.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"

library=$top_builddir/tests/fault/inject.so
if ! LD_PRELOAD=$library "$HEADROOM" --version >/dev/null 2>&1; then
	skip "injected faults" "the program cannot run with the library (sanitizers, valgrind)"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-inject.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
HEADROOM_FAULT_MARK=$scratch/mark
export SOURCE_DATE_EPOCH HEADROOM_FAULT_MARK
data=$top_srcdir/data
kills=10
places_max=100000 # more means that the command never ends without a fault
# HEADROOM_FAULTS=all tries every place, but for allocations, of which there are thousands.
case ${HEADROOM_FAULTS:-some} in
all) kills=100 sparse_calls=$places_max sparse_allocations=30 ;;
*) sparse_calls=2 sparse_allocations=2 ;;
esac

cat >channels.json <<'END'
{ "alerts": { "state": "out/state.json", "channels": [
  { "type": "file", "name": "log", "min_severity": "info", "path": "out/alerts.jsonl" } ] } }
END
"$HEADROOM" summarize -q --name nightly --check 'p95 < 1ms' --exit-zero "$data/night.jtl" >bad.json
"$HEADROOM" summarize -q --name nightly --check 'p95 < 100s' "$data/night.jtl" >good.json
# The night of thirty days before, which is kept no longer.
awk -F, -v OFS=, 'FNR > 1 { $1 = sprintf("%.0f", $1 - 30 * 86400 * 1000) } 1' "$data/stress.jtl" >earlier.jtl

# What each scenario works on: out/.
prepare()
{
	case $1 in
	document) "$HEADROOM" summarize -q -o out/run.json "$data/stress.jtl" ;;
	report) "$HEADROOM" report -q -o out --name=stress "$data/stress.jtl" ;;
	history | saving) "$HEADROOM" history add -q --history=out "$data/stress.jtl" ;;
	prune) "$HEADROOM" history add -q --history=out earlier.jtl "$data/night.jtl" ;;
	baseline) "$HEADROOM" baseline save -q --history=out main "$data/night.jtl" ;;
	notify) "$HEADROOM" notify -q -c channels.json good.json ;;
	esac
}

command_of()
{
	case $1 in
	document) "$HEADROOM" summarize -q --threads=1 -o out/run.json "$data/night.jtl" ;;
	report) "$HEADROOM" report -q --threads=1 -o out --name=night "$data/night.jtl" ;;
	history) "$HEADROOM" history add -q --threads=1 --history=out "$data/night.jtl" ;;
	prune) "$HEADROOM" history prune -q --keep=2026-11-10 --history=out ;;
	baseline) "$HEADROOM" baseline promote -q --threads=1 --history=out main "$data/regression.jtl" ;;
	saving) "$HEADROOM" report -q --threads=1 --save --history=out -o out/report "$data/night.jtl" ;;
	notify) "$HEADROOM" notify -q -c channels.json --fail-on=undelivered bad.json ;;
	esac
}

# differences SCENARIO HOW: what of out/ is neither old nor new
differences()
{
	(cd out && find . -type f | sort) | while read -r file; do
		case $file/$1 in
		*.headroom-*)
			[ "$2" = kill ] || echo "$file stayed behind"
			;;
		*/notify)
			# State and spool may say that there is more to do, but lines are whole.
			[ "$file" != ./alerts.jsonl ] || grep -v '^{.*}$' out/alerts.jsonl
			;;
		*)
			cmp -s "out/$file" "old/$file" || cmp -s "out/$file" "new/$file" ||
				echo "$file is neither"
			;;
		esac
	done
	(cd old && find . -type f) | while read -r file; do
		[ -f "out/$file" ] || [ ! -f "new/$file" ] || echo "$file is gone"
	done
}

# unfinished SCENARIO: what success left undone. An alert may have been told twice.
unfinished()
{
	case $1 in
	notify)
		grep -q '"state":"open".*"p95 of all requests"' out/alerts.jsonl || echo "nothing was told"
		find out -name 'log.*'
		;;
	*) diff -r new out | grep -v '\.headroom-' ;;
	esac
}

# once SCENARIO CALL HOW NTH: sets rc; what is wrong goes to stdout
once()
{
	rm -rf out mark
	cp -R old out
	rc=0
	(
		HEADROOM_FAULT=$2:$3:$4
		LD_PRELOAD=$library
		export HEADROOM_FAULT LD_PRELOAD
		command_of "$1"
	) >stdout 2>stderr || rc=$?
	[ -f mark ] || [ "$2" = timer ] || return 0
	found=$(
		differences "$1" "$3"
		case $3/$rc in
		*/0) unfinished "$1" ;;
		kill/137 | kill/142) ;;
		# popt ends the program itself: it cannot be given an allocator.
		ENOMEM/1) grep -q '^virtual memory exhausted' stderr || head -3 stderr ;;
		*/1) [ "$1" = notify ] || { echo "exit status 1"; head -3 stderr; } ;;
		*/2) [ "$(grep -c '^headroom: error: ' stderr)" = 1 ] || { echo "stderr:"; head -3 stderr; } ;;
		*) echo "exit status $rc"; head -3 stderr ;;
		esac
		if [ "$rc" != 0 ]; then
			command_of "$1" >stdout 2>stderr || { echo "the next time: exit status $?"; head -3 stderr; }
			unfinished "$1"
		fi
	)
	[ -z "$found" ] || echo "$2 $3 $4: $found"
}

# each SCENARIO CALL HOW: at every place, or (in a short run) at places further and further apart
each()
{
	place=1
	while [ $place -lt $places_max ]; do
		once "$1" "$2" "$3" $place
		[ -f mark ] || break
		echo 1 >>places
		place=$((place + 1 + place / sparse))
	done
	[ $place -lt $places_max ] || echo "$2 never ends"
}

# killed SCENARIO: at times from a fixed seed, over the time that a whole run takes here
killed()
{
	started=$(date +%s%N)
	rm -rf out
	cp -R old out
	command_of "$1" >/dev/null
	took_us=$((($(date +%s%N) - started) / 1000))
	awk -v n=$kills -v us=$took_us 'BEGIN {
		srand(1)
		for (i = 0; i < n; i++) printf "%d\n", 1 + rand() * us
	}' | while read -r after_us; do
		once "$1" timer kill "$after_us"
		echo 1 >>places
	done
}

: >places
for scenario in ${HEADROOM_SCENARIOS:-document report history prune baseline saving notify}; do
	rm -rf out old new
	mkdir out
	prepare "$scenario" >/dev/null || echo "$scenario: cannot prepare" >&2
	mv out old
	cp -R old out
	command_of "$scenario" >/dev/null || echo "$scenario: exit status $?" >&2
	mv out new
	verdict "$scenario: there is something to do" "$(! diff -rq old new >/dev/null || echo 'nothing changed')"
	sparse=$sparse_calls
	while read -r call how; do
		verdict "$scenario: $call $how" "$(each "$scenario" "$call" "$how" | head -20)"
	done <<-END
		open EACCES
		open EMFILE
		open EINTR
		read EIO
		read EINTR
		fstat EIO
		write ENOSPC
		write EINTR
		fsync EIO
		close EIO
		rename EACCES
		mkdir EACCES
		unlink EACCES
		flock ENOLCK
		flock EINTR
		any kill
	END
	verdict "$scenario: ended at $kills random moments" "$(killed "$scenario" | head -20)"
	for call in read write; do
		verdict "$scenario: every $call transfers one byte" "$(once "$scenario" $call short all
			[ "$rc" = 0 ] || head -3 stderr)"
	done
	for call in open read write flock; do
		verdict "$scenario: every second $call is interrupted" "$(once "$scenario" $call EINTR all
			[ "$rc" = 0 ] || head -3 stderr)"
	done
	sparse=$sparse_allocations
	verdict "$scenario: no memory" "$(each "$scenario" alloc ENOMEM | head -20)"
done
echo "# $(awk '{ n += $1 } END { print n }' places) faults injected"
finish
