#!/bin/sh
# Prints the path of a working uv; fetches one into .tools/uv where the machine has none.
# usage: find-uv.sh [PYTHON…]   interpreters to fetch it with, tried in order
# Exit code 1, without a word on standard output, where none can be had.
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
root=$(cd "$here/.." && pwd)
. "$root/scripts/lib.sh"

for uv in uv "$tools/uv/bin/uv" "$tools/uv-target/bin/uv" \
    "${HOME:-/nonexistent}/.local/bin/uv" "${HOME:-/nonexistent}/.cargo/bin/uv"; do
    if "$uv" --version >/dev/null 2>&1; then
        command -v "$uv"
        exit 0
    fi
done

# A pip of its own in a virtual environment; on Debian that needs python3-venv. Where it is missing
# but pip is there, a folder of its own does as well.
fetch() {
    lock="$root/requirements-uv.txt"
    if "$1" -m venv "$tools/uv" >/dev/null 2>&1 &&
        "$tools/uv/bin/python" -m pip install -q --require-hashes -r "$lock" >&2; then
        printf '%s\n' "$tools/uv/bin/uv"
    elif "$1" -m pip install -q --target "$tools/uv-target" --require-hashes -r "$lock" >&2; then
        printf '%s\n' "$tools/uv-target/bin/uv"
    else
        return 1
    fi
}

# A pyenv shim may refuse to run here, for .python-version names a Python that is not there yet.
pyenv_root=${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}
for python in "$@" python3 python "$pyenv_root"/versions/3.*/bin/python; do
    if ! has "$python" || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
        continue
    fi
    say "没有 uv，下载一个到 .tools（不改动系统）……"
    if uv=$(fetch "$python") && "$uv" --version >/dev/null 2>&1; then
        printf '%s\n' "$uv"
        exit 0
    fi
done
exit 1
