# shellcheck shell=sh
# The recipes of headroom-scale(7), so that what is tested is what the page says. Sourced.

# recipe NAME: the text of a block, as a reader sees it
recipe()
{
	awk -v name="$1" '
		/^\.\\" recipe / { wanted = ($3 == name) }
		wanted && /^\.Ed/ { exit }
		inside { gsub(/\\e/, "\\"); print }
		wanted && /^\.Bd / { inside = 1 }
	' "$top_srcdir/man/headroom-scale.7"
}

# shards N: a recording cut into pieces with a header each
shards()
{
	for i in $(seq 0 $(($1 - 1))); do
		awk -v i="$i" -v n="$1" 'NR == 1 || NR % n == i' "$top_srcdir/data/stress.jtl" >"shard-$i.jtl"
	done
}
