#!/bin/sh
# What configure.ac asks of the compiler and the linker is found in the program.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"

if ! grep -q '^#define HR_FORTIFY' "$top_builddir/config.h"; then
	skip "hardening" "configured without it"
	finish
fi
if ! command -v readelf >/dev/null; then
	skip "hardening" "readelf is not installed"
	finish
fi
facts=$(LC_ALL=C readelf -Wlds "$HEADROOM")

# has WHAT PATTERN: the program's headers, dynamic section or symbols have such a line
has()
{
	verdict "$1" "$(echo "$facts" | grep -Eq "$2" || echo "no line of readelf matches $2")"
}

has "position independent" 'FLAGS_1.*\<PIE\>'
has "relocations are read-only once done" 'GNU_RELRO'
has "all symbols are bound at start" 'FLAGS.*\<NOW\>|BIND_NOW'
has "no stack that can be executed" 'GNU_STACK .* RW +0x'
has "stack protector" '__stack_chk_fail'
if ! grep -q "^CFLAGS='.*-O[123s]" "$top_builddir/config.log"; then
	skip "checked library calls" "built without optimization"
else
	has "checked library calls" '__(memcpy|snprintf|vsnprintf|fprintf)_chk'
fi
case $(uname -m) in
x86_64) verdict "targets of indirect jumps are marked" "$(
	objects=$(ar t "$top_builddir/libheadroom.a" | wc -l)
	marked=$(LC_ALL=C readelf -nW "$top_builddir/libheadroom.a" 2>/dev/null | grep -c 'feature: IBT')
	[ "$marked" = "$objects" ] || echo "$marked of $objects objects")" ;;
*) skip "targets of indirect jumps are marked" "not of this processor" ;;
esac
verdict "every library is used" "$(LC_ALL=C ldd -u "$HEADROOM" | grep '/')"
finish
