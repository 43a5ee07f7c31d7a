#!/bin/sh
# Files of at most 800 lines, functions of at most 100 lines and complexity 20; no exceptions.
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
verdict "no file over 800 lines" "$(find src tests -name '*.[ch]' -exec wc -l {} + |
	awk '$2 != "total" && $1 > 800 { print $2 ": " $1 " lines" }')"
verdict "file names are unique in the tree" "$(find src -name '*.[ch]' -exec basename {} \; | sort | uniq -d)"
if command -v pmccabe >/dev/null; then
	measured=$(find src tests -name '*.c' -exec pmccabe {} + 2>/dev/null)
	verdict "no function over 100 lines" "$(printf '%s\n' "$measured" |
		awk '$5 > 100 { print $6 " " $7 ": " $5 " lines" }')"
	verdict "no function over complexity 20" "$(printf '%s\n' "$measured" |
		awk '$1 > 20 { print $6 " " $7 ": complexity " $1 }')"
else
	skip "function size" "pmccabe is not installed"
fi
finish
