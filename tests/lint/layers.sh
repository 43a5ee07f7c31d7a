#!/bin/sh
# Every #include of ours goes to an allowed floor, and third-party headers stay where they belong:
# the table is layers.txt. No header includes itself by way of others, and no file of the library needs
# one that needs it: what both need is a file of its own. Tables of all commands and of all stages know
# what they list, which may ask the table.
. "$top_srcdir/tests/lint/tap.sh"

rules=$top_srcdir/tests/lint/layers.txt
for folder in "$top_srcdir"/src/*/; do
	name=$(basename "$folder")
	[ -n "$(find "$folder" -name '*.[ch]')" ] || continue
	faults=$(awk -v name="$name" '
		FNR == NR {
			if ($0 ~ /^#/) next
			split($0, halves, "|")
			split(halves[1], left, ":")
			if (left[1] != name) next
			known = 1
			n = split(left[2], parts, " "); for (i = 1; i <= n; i++) allowed[parts[i]] = 1
			allowed[name] = 1
			m = split(halves[2], third, " ")
			next
		}
		/^#[ \t]*include[ \t]*"/ {
			split($0, q, "\""); split(q[2], path, "/")
			if (!(path[1] in allowed)) printf "%s:%d: includes %s\n", FILENAME, FNR, q[2]
		}
		/^#[ \t]*include[ \t]*</ {
			match($0, /<[^>]*>/); header = substr($0, RSTART + 1, RLENGTH - 2)
			if (header !~ /^(zlib\.h|xxhash\.h|gsl\/|jansson\.h|csv\.h|libxml\/|yaml\.h|curl\/|popt\.h)/) next
			ok = 0
			for (i = 1; i <= m; i++) if (index(header, third[i]) == 1) ok = 1
			if (!ok) printf "%s:%d: includes <%s>\n", FILENAME, FNR, header
		}
		END { if (!known) printf "%s is not in layers.txt\n", name }
	' "$rules" "$folder"*.[ch])
	verdict "$name includes only what its floor may" "$faults"
done

cd "$top_srcdir/src" || exit 1
verdict "no header includes itself by way of others" "$(grep -n '^#[ 	]*include[ 	]*"' ./*/*.h |
	sed 's|^\./\([^:]*\):[0-9]*:.*"\(.*\)"|\1 \2|' | tsort 2>&1 >/dev/null | sed 's/^tsort: //')"

# pairs: FILE FILE of each file and one whose symbols it uses
pairs()
{
	nm -A "$1" | awk '
		{
			file = $1; sub(/^[^:]*:/, "", file); sub(/\.o:.*/, "", file)
			type = $(NF - 1); name = $NF
			if (type == "U") { n++; user[n] = file; wanted[n] = name }
			else if (type ~ /^[A-Z]$/) owner[name] = file
		}
		END {
			for (i = 1; i <= n; i++)
				if (wanted[i] in owner && owner[wanted[i]] != user[i] && user[i] !~ /^(commands|stages)$/)
					print user[i], owner[wanted[i]]
		}'
}
library=$top_builddir/libheadroom.a
if nm -A "$library" 2>/dev/null | grep -q ' T hr_'; then
	verdict "no two files need each other" "$(pairs "$library" | sort -u | tsort 2>&1 >/dev/null | sed 's/^tsort: //')"
else
	skip "no two files need each other" "nm does not list the library"
fi
finish
