#!/bin/sh
# Every #include of ours goes to an allowed floor, and third-party headers stay where they belong.
# The table is layers.txt.
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
finish
