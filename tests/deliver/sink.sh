# shellcheck shell=sh
# The sink of messages (sink.py) for shell tests. Sourced after tap.sh.
sinks=

# Starts one and sets port and sink. KIND is http or smtp.
start_sink() # KIND FOLDER [PORT]
{
	mkdir -p "$2"
	rm -f "$2/port"
	python3 "$top_srcdir/tests/deliver/sink.py" "$@" &
	sink=$!
	sinks="$sinks $sink"
	until_true test -s "$2/port"
	port=$(cat "$2/port")
}

stop_sink()
{
	kill "$sink" 2>/dev/null
	wait "$sink" 2>/dev/null
}

stop_sinks()
{
	for sink in $sinks; do
		kill "$sink" 2>/dev/null
	done
}

received() # FOLDER: how many messages
{
	find "$1" -name 'got.*' | wc -l
}

has_received() # FOLDER MESSAGES
{
	[ "$(received "$1")" -ge "$2" ]
}
