#!/bin/sh
# The tarball of a commit is the same bytes from two clones, made under different users' habits; and one
# made of what it holds is the same again. Argument: the source folder, a git checkout.
set -eu
source=$(cd "$1" && pwd)
if [ ! -e "$source/.git" ]; then
	echo "check-tarball: skipped: not a git checkout"
	exit 77
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-tarball.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
unset SOURCE_DATE_EPOCH TAR_OPTIONS XZ_OPT

# tarball FOLDER: made of the sources in it
tarball()
{
	(
		cd "$1"
		[ -x configure ] || ./autogen.sh
		mkdir build
		cd build
		../configure -q --disable-tests
		make -s dist
	) >"$scratch/log" 2>&1 || { tail -20 "$scratch/log"; exit 1; }
	mv "$1"/build/headroom-*.tar.xz "$1.tar.xz"
}

git clone -q "$source" "$scratch/one"
tarball "$scratch/one"
(
	umask 077
	git clone -q "$source" "$scratch/two"
	find "$scratch/two" -type f -path '*/src/*' -exec touch {} +
	TZ=Pacific/Kiritimati LC_ALL=C tarball "$scratch/two"
)
cmp "$scratch/one.tar.xz" "$scratch/two.tar.xz"
mkdir "$scratch/three"
tar -xf "$scratch/one.tar.xz" -C "$scratch/three" --strip-components=1
tarball "$scratch/three"
cmp "$scratch/one.tar.xz" "$scratch/three.tar.xz"
echo "the tarball is the same three times: $(stat -c %s "$scratch/one.tar.xz") bytes, $(tar -tf "$scratch/one.tar.xz" | grep -vc '/$') files"
