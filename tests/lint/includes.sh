#!/bin/sh
# No file includes what it uses nothing of: of our headers a name that they declare themselves, of
# others any name that comes with them.
. "$top_srcdir/tests/lint/tap.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-includes.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$top_srcdir" || exit 1

# C without comments and strings.
without_comments=$top_srcdir/tests/lint/without_comments.awk

# HEADER NAME of everything that our headers declare, .NAME of members; a tag without a body counts
# where none has one.
cat >"$scratch/declared.awk" <<'AWK'
FNR == 1 { header = substr(FILENAME, 5); depth = in_enum = in_comment = 0 }
{
	line = without_comments($0)
	if (line ~ /^#[ \t]*define/) {
		split(line, words, /[ \t(]+/)
		print header, words[2]
		next
	}
	if (line ~ /^#/)
		next
	if (match(line, /^[ \t]*(struct|union|enum) [a-z_0-9]+ \{/)) {
		split(substr(line, RSTART, RLENGTH), words, " ")
		print header, words[2]
		has_body[words[2]] = 1
	} else if (match(line, /^(struct|enum) [a-z_0-9]+;/)) {
		split(substr(line, RSTART, RLENGTH - 1), words, " ")
		forward[header " " words[2]] = words[2]
	}
	if (line ~ /^[ \t]*enum .*\{/)
		in_enum = 1
	rest = line
	if (in_enum) {
		while (match(rest, /[A-Z][A-Z_0-9]+/)) {
			print header, substr(rest, RSTART, RLENGTH)
			rest = substr(rest, RSTART + RLENGTH)
		}
	} else if (depth == 0) {
		while (match(rest, /[A-Za-z_][A-Za-z_0-9]*(\(|\[|;)/)) {
			print header, substr(rest, RSTART, RLENGTH - 1)
			rest = substr(rest, RSTART + RLENGTH)
		}
	} else {
		while (match(rest, /[A-Za-z_][A-Za-z_0-9]*[])[;,: ]/)) {
			print header, "." substr(rest, RSTART, RLENGTH - 1)
			rest = substr(rest, RSTART + RLENGTH)
		}
	}
	depth += gsub(/\{/, "{", line) - gsub(/\}/, "}", line)
	if (line ~ /\}/)
		in_enum = 0
}
END {
	for (one in forward)
		if (!(forward[one] in has_body))
			print one
}
AWK
awk -f "$without_comments" -f "$scratch/declared.awk" $(find src -name '*.h' | sort) >"$scratch/declared"

# The same of headers that are not ours, as the preprocessor finds them: all names but those that
# are there without them, and those that any of them brings.
files=$(find src tests -name '*.[ch]' | sort)
identifiers() { tr -cs 'A-Za-z_0-9' '\n' | sort -u; }
# shellcheck disable=SC2086
preprocessed() { ${CC:-cc} -std=gnu11 -D_GNU_SOURCE ${HR_LINT_CPPFLAGS-} -E -P -dD -x c - 2>/dev/null; }
{
	: | preprocessed | identifiers
	echo 'auto break case char const continue default do double else enum extern float for goto if inline
		int long register restrict return short signed sizeof static struct switch typedef union
		unsigned void volatile while NULL size_t' | identifiers
} | sort -u >"$scratch/known"
# shellcheck disable=SC2086
sed -n 's/^#[ 	]*include[ 	]*<\(.*\)>.*/\1/p' $files | sort -u | grep -vx 'config\.h' |
	while read -r header; do
		echo "#include <$header>" | preprocessed | identifiers | comm -23 - "$scratch/known" |
			sed "s|^|<$header> |"
	done >"$scratch/brought"
printf '<stddef.h> NULL\n<stddef.h> size_t\n' >>"$scratch/brought"

cat >"$scratch/unused.awk" <<'AWK'
function report(   i)
{
	for (i = 1; i <= includes; i++)
		if (!(included[i] in met))
			print file ": nothing of " included[i] " is used"
}
FILENAME == names {
	carriers[$2] = carriers[$2] " " $1
	has_names[$1] = 1
	next
}
FNR == 1 {
	report()
	file = FILENAME
	own = file
	sub(/^src\//, "", own)
	sub(/\.c$/, ".h", own)
	includes = in_comment = 0
	split("", met)
}
{
	line = without_comments($0)
	if (match(line, /^#[ \t]*include[ \t]*/)) {
		what = substr(line, RLENGTH + 1)
		gsub(/"|[ \t]*$/, "", what)
		if (what != own && what in has_names)
			included[++includes] = what
		next
	}
	gsub(/->/, ".", line)
	while (match(line, /\.?[A-Za-z_][A-Za-z_0-9]*/)) {
		word = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		if (word in carriers) {
			n = split(carriers[word], headers, " ")
			for (i = 1; i <= n; i++)
				met[headers[i]] = 1
		}
	}
}
END { report() }
AWK
# unused NAMES: what files include without a use of any of these names
unused()
{
	# shellcheck disable=SC2086
	awk -v names="$1" -f "$without_comments" -f "$scratch/unused.awk" "$1" $files
}
verdict "of every header of ours something is used" "$(unused "$scratch/declared")"
verdict "of every other header something is used" "$(unused "$scratch/brought")"
finish
