# shellcheck shell=sh
# The HTTP server of the tests (http_server.c). Sourced after tap.sh, with $scratch set.
server_program=${HEADROOM_TEST_SERVER:-$top_builddir/tests/server/http_server}
servers=

# Starts one and sets port and server.
start_server() # FOLDER [OPTION=VALUE ...]
{
	mkdir -p "$1"
	rm -f "$1/port"
	"$server_program" "$@" &
	server=$!
	servers="$servers $server"
	until_true test -s "$1/port"
	port=$(cat "$1/port")
}

# Stops the last one. Its number may soon be another program's.
stop_server()
{
	kill "$server" 2>/dev/null
	wait "$server" 2>/dev/null
	servers=${servers% "$server"}
}

stop_servers()
{
	for one in $servers; do
		kill "$one" 2>/dev/null
	done
}
