# Rows of bulk JTL as `vegeta encode` writes results.
BEGIN { FS = "," }
NR > 1 && NF == 17 {
	seconds = substr($1, 1, 10) - 1795132800
	printf "{\"attack\":\"%s\",\"seq\":%d,\"code\":%d,\"timestamp\":\"2026-11-%02dT%02d:%02d:%02d.%s518631Z\"," \
	       "\"latency\":%d251004,\"bytes_out\":%d,\"bytes_in\":%d,\"error\":\"%s\",\"body\":null,\"method\":\"GET\"," \
	       "\"url\":\"%s?a=1\\u0026b=2\",\"headers\":{\"Content-Length\":[\"1256\"],\"Content-Type\":[\"text/html\"]}}\n",
	       $3, NR - 2, $4, 20 + int(seconds / 86400) % 10, int(seconds / 3600) % 24, int(seconds / 60) % 60, seconds % 60,
	       substr($1, 11), $2, $11, $10, $8 == "true" ? "" : $4 " " $5, $14
}
