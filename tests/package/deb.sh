#!/bin/sh
# The Debian package of the tarball: it builds, lintian has no objection, built again in another
# folder it is the same bytes, and what it installs makes a report. Needs debhelper and lintian.
# Arguments: the tarball, the folder with debian/, the version.
set -eu
tarball=$1
packaging=$2
version=$3

for program in dpkg-buildpackage dh lintian; do
	command -v $program >/dev/null || {
		echo "check-deb: $program is not installed" >&2
		exit 1
	}
done
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-deb.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

build() # FOLDER
{
	mkdir -p "$scratch/$1"
	cp "$tarball" "$scratch/$1/headroom_$version.orig.tar.xz"
	tar -xf "$tarball" -C "$scratch/$1"
	cp -R "$packaging" "$scratch/$1/headroom-$version/debian"
	(
		cd "$scratch/$1/headroom-$version"
		DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" dpkg-buildpackage -us -uc >"$scratch/$1.log" 2>&1 ||
			{ tail -30 "$scratch/$1.log"; exit 1; }
	)
}

build one
build another/deeper
# Only an upload to Debian closes a bug.
lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs "$scratch"/one/headroom_*.changes
cmp "$scratch"/one/headroom_*.deb "$scratch"/another/deeper/headroom_*.deb

dpkg-deb -x "$scratch"/one/headroom_*.deb "$scratch/root"
dpkg-deb -c "$scratch"/one/headroom_*.deb | awk '{ print $6 }' | sort >"$scratch/files"
for file in usr/bin/headroom usr/share/bash-completion/completions/headroom \
	usr/share/zsh/vendor-completions/_headroom usr/share/fish/vendor_completions.d/headroom.fish \
	usr/share/man/man1/headroom.1.gz usr/share/headroom/templates/report.html.mustache \
	usr/share/headroom/capacity-rules.json; do
	grep -qx "./$file" "$scratch/files" || {
		echo "check-deb: $file is missing" >&2
		exit 1
	}
done
HEADROOM_TEMPLATES=$scratch/root/usr/share/headroom/templates "$scratch/root/usr/bin/headroom" report -q \
	-o "$scratch/report" "$(dirname "$packaging")/data/night.jtl"
grep -q '<title>' "$scratch/report/index.html"
echo "the package builds, twice the same, and works"
