# Rows of bulk JTL as k6 --out json writes requests: nine points each, all with the same tags.
BEGIN {
	FS = ","
	split("http_reqs http_req_duration http_req_blocked http_req_connecting http_req_tls_handshaking " \
	      "http_req_sending http_req_waiting http_req_receiving http_req_failed", names, " ")
}
NR > 1 && NF == 17 {
	seconds = substr($1, 1, 10) - 1795132800
	tags = sprintf("{\"data\":{\"time\":\"2026-11-%02dT%02d:%02d:%02d.%sZ\",\"value\":@,\"tags\":{\"expected_response\":\"%s\"," \
	               "\"group\":\"\",\"method\":\"GET\",\"name\":\"%s\",\"proto\":\"HTTP/1.1\",\"scenario\":\"default\"," \
	               "\"status\":\"%s\",\"url\":\"%s\"}},\"type\":\"Point\",\"metric\":\"#\"}",
	               20 + int(seconds / 86400) % 10, int(seconds / 3600) % 24, int(seconds / 60) % 60, seconds % 60,
	               substr($1, 11), $8, $3, $4, $14)
	value[1] = 1
	value[2] = $2 ".5"
	value[3] = value[4] = value[5] = 0
	value[6] = 0.25
	value[7] = $15
	value[8] = ($2 - $15) ".25"
	value[9] = $8 == "true" ? 0 : 1
	for (i = 1; i <= 9; i++) {
		line = tags
		sub("@", value[i], line)
		sub("#", names[i], line)
		print line
	}
}
