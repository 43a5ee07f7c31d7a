#!/bin/sh
# What goes wrong on the way to a channel: servers that cannot be trusted, do not answer, answer too
# much or send elsewhere; mail that would travel in the clear; a library that is not there. The sinks
# are this test's own, on loopback.
# shellcheck source-path=SCRIPTDIR/../lint
# shellcheck disable=SC3045
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/deliver/sink.sh"

if "$HEADROOM" --version | grep -q 'without libcurl'; then
	skip 'trouble with delivery' 'built without libcurl'
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-trouble.XXXXXX") || exit 1
trap 'stop_sinks; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
unset http_proxy HTTP_PROXY https_proxy all_proxy
SOURCE_DATE_EPOCH=1795132800
MAIL_PASSWORD=s3cr3t
export SOURCE_DATE_EPOCH MAIL_PASSWORD

"$HEADROOM" summarize --name nightly --check 'p95 < 100ms' "$top_srcdir/data/night.jtl" >bad.json 2>/dev/null

# What the program may have of the address space, in KiB; with sanitizers it needs it all.
room=300000
(ulimit -v $room && "$HEADROOM" --version >/dev/null) 2>/dev/null || room=unlimited

# One channel, once: what became of the message is in spooled and refused, what was said in err.
notify() # CHANNEL
{
	rm -rf state.json state.json.spool
	printf '{ "alerts": { "state": "state.json", "retry": { "attempts": 0 }, "channels": [
		{ "name": "it", "min_severity": "error", %s } ] } }' "$1" >conf.json
	(ulimit -v "$room" && timeout 30 "$HEADROOM" notify -c conf.json bad.json >out 2>err)
	spooled=$(find state.json.spool -maxdepth 1 -name 'it.*' 2>/dev/null | wc -l)
	refused=$(find state.json.spool/refused -name 'it.*' 2>/dev/null | wc -l)
}

webhook() # URL [MORE]
{
	notify "\"type\": \"webhook\", \"url\": \"$1\"${2:+, $2}"
}

said() # TEXT
{
	grep -qF -- "$1" err || cat err
}

# Nothing of an address but scheme, host and port.
unseen() # TEXT
{
	grep -F -- "$1" out err
}

# --- answers ---
start_sink http elsewhere
elsewhere=$port
mkdir sink
cat >sink/plan <<END
307 location=http://127.0.0.1:$elsewhere/
400 body=500000000
503
200 wait=20
429 9223372036854775806
END
start_sink http sink
address=http://127.0.0.1:$port
secret="http://user:pa55word@127.0.0.1:$port/T0KEN?key=K3Y"

webhook "$address/"
verdict 'a redirection is not followed: the message is for one host' "$(same refused 1 "$refused")$(
	same 'messages elsewhere' 0 "$(received elsewhere)")$(said "$address answered 307")"

webhook "$address/"
verdict 'of an answer of half a gigabyte the beginning is kept and told, as text' "$(same refused 1 "$refused")$(
	said "$address answered 400: ")$([ "$(wc -c <err)" -lt 600 ] || wc -c err)$(iconv -f UTF-8 -t UTF-8 err 2>&1 >/dev/null)"

webhook "$secret"
verdict 'of an address what may be secret is not told, where there is an answer' "$(same spooled 1 "$spooled")$(
	said "$address answered 503")$(unseen pa55word)$(unseen T0KEN)$(unseen K3Y)"

webhook "$address/" '"timeout": "300ms"'
verdict 'who does not answer is left alone after a while' "$(same spooled 1 "$spooled")$(
	said "$address: Operation timed out after 30")"

webhook "$address/"
verdict 'a server may ask for more patience than time has room for' "$(same spooled 1 "$spooled")$(
	said "$address answered 429")"

same_messages=$(same messages 5 "$(received sink)")
stop_sink
webhook "$secret"
verdict 'nor where there is none' "$(same spooled 1 "$spooled")$same_messages$(
	said "http://127.0.0.1:$port: ")$(unseen pa55word)$(unseen T0KEN)$(unseen K3Y)"

webhook "file://$scratch/bad.json"
verdict 'no other protocol is spoken' "$(said 'conf.json:2:70: /alerts/channels/0/url: found "file://"')"
HOOK=file://$scratch/bad.json
export HOOK
webhook "\${HOOK}"
verdict 'nor when a variable asks for it' "$(same spooled 1 "$spooled")$(said 'found "file://"')"

# --- certificates ---
if command -v openssl >/dev/null; then
	mkdir tls
	openssl req -x509 -newkey rsa:2048 -nodes -keyout tls/key.pem -out tls/cert.pem -days 30 -subj /CN=localhost \
		-addext 'subjectAltName=IP:127.0.0.1' 2>/dev/null
	start_sink https tls
	webhook "https://127.0.0.1:$port/"
	verdict 'a certificate that nobody vouches for' "$(same spooled 1 "$spooled")$(same messages 0 "$(received tls)")$(
		said "https://127.0.0.1:$port: SSL certificate problem")"
	webhook "https://127.0.0.1:$port/" "\"ca_file\": \"$scratch/tls/cert.pem\""
	verdict 'one that the configuration vouches for' "$(same spooled 0 "$spooled")$(same messages 1 "$(received tls)")$(cat err)"
	openssl req -x509 -newkey rsa:2048 -nodes -keyout tls/other.key -out tls/other.pem -days 30 -subj /CN=localhost \
		-addext 'subjectAltName=IP:127.0.0.1' 2>/dev/null
	webhook "https://127.0.0.1:$port/" "\"ca_file\": \"$scratch/tls/other.pem\""
	verdict 'one that the configuration does not vouch for, though it names another' "$(same spooled 1 "$spooled")$(
		same messages 1 "$(received tls)")$(said "https://127.0.0.1:$port: SSL certificate problem")"
	webhook "https://localhost:$port/" "\"ca_file\": \"$scratch/tls/cert.pem\""
	verdict 'the certificate of another name' "$(same spooled 1 "$spooled")$(same messages 1 "$(received tls)")"
else
	skip 'certificates' 'openssl is not installed'
fi

# --- mail ---
start_sink smtp mail
mail="\"type\": \"email\", \"url\": \"smtp://127.0.0.1:$port\", \"from\": \"ci@example.org\", \"to\": [\"a@example.org\"]"
login='"user": "ci", "password": "${MAIL_PASSWORD}"'
touch mail/auth
notify "$mail, $login"
verdict 'no mail, and no password, without TLS unless it is asked for' "$(same spooled 1 "$spooled")$(
	same messages 0 "$(received mail)")$(said "smtp://127.0.0.1:$port: ")$(unseen s3cr3t)"
notify "$mail, $login, \"plain\": true"
verdict 'the login comes before the mail' "$(same spooled 0 "$spooled")$(cat err)$(
	same envelope "b'\\x00ci\\x00s3cr3t' MAIL FROM:<ci@example.org> RCPT TO:<a@example.org>" "$(
		head -n 1 mail/got.1 | sed 's/ SIZE=[0-9]*//')")"
printf '200\n550\n' >mail/plan
notify "$mail, \"plain\": true"
verdict 'a recipient that is not there' "$(same spooled 1 "$spooled")$(same messages 1 "$(received mail)")$(
	said "smtp://127.0.0.1:$port: ")$(said 550)"

# --- the library ---
mkdir lib
echo nothing >lib/libcurl.so.4
LD_LIBRARY_PATH=$scratch/lib
export LD_LIBRARY_PATH
webhook "http://127.0.0.1:$elsewhere/"
verdict 'a library that cannot be loaded: which package has it' "$(same spooled 1 "$spooled")$(
	said 'libcurl.so.4 cannot be loaded (Debian: the package libcurl4)')"
other=$(ldd "$HEADROOM" 2>/dev/null | sed -n 's/.*libjansson[^ ]* => \([^ ]*\) .*/\1/p')
if [ -f "$other" ]; then
	cp "$other" lib/libcurl.so.4
	webhook "http://127.0.0.1:$elsewhere/"
	verdict 'a library of that name that is none' "$(same spooled 1 "$spooled")$(said 'libcurl.so.4 has no curl_easy_init')"
else
	skip 'a library of that name that is none' 'no other library is known'
fi
unset LD_LIBRARY_PATH
webhook "http://127.0.0.1:$elsewhere/"
verdict 'and all is well again' "$(same messages 1 "$(received elsewhere)")$(cat err)"
finish
