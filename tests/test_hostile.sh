#!/bin/sh
# The checked-in hostile recording is what its generator writes.
echo 1..1
if sh "$top_srcdir/tests/gen/hostile.sh" | cmp - "$top_srcdir/tests/fixtures/hostile.jtl"; then
	echo 'ok 1 - tests/fixtures/hostile.jtl'
else
	echo 'not ok 1 - tests/fixtures/hostile.jtl: regenerate it'
fi
