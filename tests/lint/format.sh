#!/bin/sh
# The layout is what .clang-format says (version 14: others differ in details).
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
if ! clang-format --version 2>/dev/null | grep -q ' 14\.'; then
	skip "layout" "clang-format 14 is not installed"
	finish
fi
faults=
for file in $(find src tests -name '*.[ch]' | sort); do
	clang-format "$file" | cmp -s - "$file" || faults="$faults$file
"
done
verdict "clang-format changes nothing" "$faults"
finish
