#!/bin/sh
# The fast ways of reading give what the libraries' parsers alone give, byte for byte: every example,
# and every real recording where they are at hand.
. "$top_srcdir/tests/lint/tap.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-reference.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
SOURCE_DATE_EPOCH=1795132800
export SOURCE_DATE_EPOCH

# Documents, messages and status of one file; the paths are the same.
compare()
{
	"$HEADROOM" summarize --explain-input --reference-parser --threads=1 "$1" >"$scratch/a" 2>"$scratch/a.err"
	echo $? >>"$scratch/a.err"
	"$HEADROOM" summarize --explain-input --threads=7 "$1" >"$scratch/b" 2>"$scratch/b.err"
	echo $? >>"$scratch/b.err"
	cmp "$scratch/a" "$scratch/b" 2>&1
	diff "$scratch/a.err" "$scratch/b.err"
}

# compare_all NAME FOLDER
compare_all()
{
	find "$2" -type f -size -20000k | sort >"$scratch/files"
	faults=
	while read -r file; do
		fault=$(compare "$file")
		[ -z "$fault" ] || faults="$faults$file: $fault
"
	done <"$scratch/files"
	verdict "$1: $(wc -l <"$scratch/files") files" "$faults"
}

compare_all "data" "$top_srcdir/data"
compare_all "examples of formats" "$top_srcdir/tests/fixtures"
real=${HEADROOM_SHARED:-$top_srcdir/../shared}/data/real
if [ -d "$real" ]; then
	compare_all "real recordings" "$real"
else
	skip "real recordings" "not here"
fi
finish
