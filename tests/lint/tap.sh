# shellcheck shell=sh
# TAP for shell tests: verdict NAME FAULTS passes when FAULTS is empty. Sourced.
count=0
failed=0

verdict()
{
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count - $1"
	else
		failed=$((failed + 1))
		echo "not ok $count - $1"
		printf '%s\n' "$2" | sed 's/^/# /'
	fi
}

skip()
{
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# Nothing when two values are the same, or a fault for verdict.
same() # WHAT EXPECTED FOUND
{
	[ "$2" = "$3" ] || echo "$1: expected $2, found $3"
}

# Waits at most half a minute until a command succeeds.
until_true()
{
	tries=0
	until "$@" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || return 1
		sleep 0.1
	done
}

finish()
{
	echo "1..$count"
	[ "$failed" -eq 0 ]
	exit
}
