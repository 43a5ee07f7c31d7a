#!/bin/sh
# Every reader of bytes from outside has a fuzz target: the formats of the table by their names, the
# other parsers of the headers because a target calls them or reached.txt says which one gets there.
# Every target has seeds, and a dictionary unless what it reads is no text.
. "$top_srcdir/tests/lint/tap.sh"
cd "$top_srcdir" || exit 1

targets=$(sed -n 's,^FUZZ_TARGETS += tests/fuzz/fuzz_,,p' tests/fuzz/local.mk)
reached=tests/fuzz/reached.txt
has_target() { printf '%s\n' "$targets" | grep -qx "$1"; }

verdict "formats have targets" "$(sed -n 's/^	&hr_format_\(.*\),$/\1/p' src/read/formats.c |
	while read -r name; do
		has_target "$name" || echo "src/read/formats.c: $name has no tests/fuzz/fuzz_$name.c"
	done)"
verdict "the table of formats was found" "$(grep -c '^	&hr_format_' src/read/formats.c |
	grep -qx '[0-9][0-9]*' || echo "no rows in src/read/formats.c")"

# Public functions that turn text or bytes into something.
parsers()
{
	grep -hoE '\bhr_[a-z0-9_]+_(parse|parse_plain|read|decode|compile|sniff|load|resolve)\(|\bhr_(inflate|parse_[a-z0-9]+|complete|mode_alias)\(' src/*/*.h |
		tr -d '(' | sort -u
}
verdict "parsers have targets" "$(parsers | while read -r name; do
	grep -qw "$name" tests/fuzz/fuzz_*.c && continue
	grep -q "^$name " "$reached" && continue
	echo "$name is called by no target; call it from one, or say in $reached how it is reached"
done)"
verdict "$reached is true" "$(grep -v '^#' "$reached" | while read -r name target why; do
	parsers | grep -qx "$name" || echo "there is no $name"
	[ "$target" = - ] || has_target "$target" || echo "$name: there is no target $target"
	[ -n "$why" ] || echo "$name: say why"
done)"
verdict "targets have sources, seeds and dictionaries" "$(for name in $targets; do
	[ -f "tests/fuzz/fuzz_$name.c" ] || echo "$name: no tests/fuzz/fuzz_$name.c"
	[ -n "$(find "tests/fuzz/corpus/$name" -type f 2>/dev/null | head -1)" ] ||
		echo "$name: no seeds in tests/fuzz/corpus/$name"
	case $name in
	coded | gatling_binary | gunzip | hdr_payload) ;; # no words in these
	*) [ -f "tests/fuzz/dict/$name.dict" ] || echo "$name: no tests/fuzz/dict/$name.dict" ;;
	esac
done)"
verdict "dictionaries are of the fuzzer's form" "$(LC_ALL=C grep -nvE '^#|^$|^"([^"\\]|\\["\\]|\\x[0-9a-f]{2})+"$' \
	tests/fuzz/dict/*.dict)"
finish
