#!/bin/sh
# Compiles the lock files from the .in files: exact versions with hashes for every platform, and
# no index address, so that a mirror can be chosen by environment.
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
root=$(cd "$here/.." && pwd)
. "$root/scripts/lib.sh"
cd "$root"
uv=$(./scripts/find-uv.sh) || die "没有 uv，先装好它再锁定版本。"

lock() {
    "$uv" pip compile -q --universal --python-version "$3" --generate-hashes --no-header \
        --no-annotate "$1" -o "$2"
}
lock requirements-test.in requirements.txt 3.10
lock requirements-tools.in requirements-tools.txt 3.10
# The installer also has to run on the system's own Python.
lock requirements-uv.in requirements-uv.txt 3.9
