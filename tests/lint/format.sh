#!/bin/sh
# The layout is what .clang-format says (version 14: others differ in details).
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
formatter=
for program in clang-format-14 clang-format; do
	$program --version 2>/dev/null | grep -q ' 14\.' && formatter=$program && break
done
if [ -z "$formatter" ]; then
	skip "layout" "clang-format 14 is not installed"
	finish
fi
faults=
for file in $(find src tests -name '*.[ch]' | sort); do
	$formatter "$file" | cmp -s - "$file" || faults="$faults$file
"
done
verdict "clang-format changes nothing" "$faults"
finish
