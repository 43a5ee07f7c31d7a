#!/bin/sh
# Planted truths through the program: fleets whose hosts meet their limit on a known date, and flat ones that
# never do. The stated 95 % interval must hold the true date in 90 % of all cases, a flat series be given a date
# in at most 2 %. HEADROOM_CASES says how many (make check-capacity: 500).
. "$top_srcdir/tests/lint/tap.sh"

if ! command -v python3 >/dev/null; then
	skip "planted truths" "no python3"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-planted.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cases=${HEADROOM_CASES:-100}

fleet()
{
	# @1: truth or flat; @2: how many
	planted=$top_srcdir/tests/capacity/planted.py
	python3 "$planted" "$1" "$2" "$scratch" || return
	"$HEADROOM" capacity -q -c "$scratch/plan.json" --exit-zero --rows="$scratch/rows.csv" -o /dev/null \
		"$scratch/fleet.csv" || return
	python3 "$planted" judge "$1" "$scratch" >"$scratch/said" || cat "$scratch/said"
	sed 's/^/# /' "$scratch/said" >&2
}

: >"$scratch/notes"
verdict "intervals hold the true date" "$(fleet truth "$cases" 2>>"$scratch/notes")"
verdict "flat noise has no date" "$(fleet flat $((2 * cases)) 2>>"$scratch/notes")"
cat "$scratch/notes"
finish
