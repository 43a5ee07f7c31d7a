#!/bin/sh
# Every macro is used: by the sources, or by the tests of what it says.
. "$top_srcdir/tests/lint/tap.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-macros.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$top_srcdir" || exit 1

cat >"$scratch/unused.awk" <<'AWK'
FNR == 1 { in_comment = 0 }
{
	line = without_comments($0)
	if (match(line, /^[ \t]*#[ \t]*(define|undef)[ \t]+[A-Za-z_0-9]+/)) {
		name = substr(line, 1, RLENGTH)
		line = substr(line, RLENGTH + 1)
		sub(/.*[ \t]/, "", name)
		if (!(name in place))
			place[name] = FILENAME ":" FNR
	}
	while (match(line, /[A-Za-z_][A-Za-z_0-9]*/)) {
		met[substr(line, RSTART, RLENGTH)] = 1
		line = substr(line, RSTART + RLENGTH)
	}
}
END {
	for (name in place) {
		macros++
		if (!(name in met) && name !~ /^(_GNU_SOURCE|ZLIB_CONST)$/) # those are for headers of others
			print place[name] ": nothing uses " name
	}
	if (macros < 1000)
		print "found no more than " macros + 0 " macros"
}
AWK
# shellcheck disable=SC2046
awk -f "$top_srcdir/tests/lint/without_comments.awk" -f "$scratch/unused.awk" \
	$(find src tests -name '*.[ch]' | sort) >"$scratch/unused" || echo "awk gave up" >>"$scratch/unused"
verdict "every macro is used" "$(sort "$scratch/unused")"
finish
