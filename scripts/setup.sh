#!/bin/sh
# Installs what the lock files name into .venv (the bot) and .venv-tools (the checkers).
# usage: setup.sh [bot|all]
# Does only what is out of date, touches nothing outside the project's folder.
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
root=$(cd "$here/.." && pwd)
. "$root/scripts/lib.sh"
cd "$root"

# uv reads variables of its own; people with a mirror have set pip's.
use_pip_settings() {
    index=${PIP_INDEX_URL:-$("$1" -m pip config get global.index-url 2>/dev/null || :)}
    if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
        export UV_DEFAULT_INDEX="$index"
    fi
    if [ -n "${PIP_CERT:-}" ] && [ -z "${SSL_CERT_FILE:-}" ]; then
        export SSL_CERT_FILE="$PIP_CERT"
    fi
    export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-120}"
}

# wanted VENV FILE…: what the stamp of an up-to-date environment says. The path is part of it
# because the scripts in an environment name it: a moved clone is installed anew.
wanted() {
    "$1/bin/python" - "$root" "$@" <<'PY' 2>/dev/null || :
import hashlib, pathlib, sys

digest = hashlib.sha256(repr((sys.version, sys.argv[1])).encode())
for name in sys.argv[3:]:
    digest.update(pathlib.Path(name).read_bytes())
print(digest.hexdigest())
PY
}

is_current() {
    [ -f "$1/.installed" ] && is_310 "$1/bin/python" || return 1
    read -r stamp <"$1/.installed" || return 1
    [ "$stamp" = "$(wanted "$@")" ]
}

# Two `make run` at once must not both write to .venv. Making a folder is atomic everywhere; in it
# stands its owner's process number.
lock="$tools/setup.lock"
take_lock() {
    mkdir -p "$tools"
    [ -w "$tools" ] || die "不能写入 $tools，请检查文件夹的权限。"
    told=
    until mkdir "$lock" 2>/dev/null; do
        owner=
        read -r owner 2>/dev/null <"$lock/owner" || :
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -rf "$lock"
            continue
        fi
        [ -n "$told" ] || say "另一个进程正在安装，等它结束……（如果其实没有，请删除 $lock）"
        told=1
        sleep 1
    done
    trap 'rm -rf "$lock"' EXIT
    trap 'exit 130' INT TERM
    echo $$ >"$lock/owner"
}

find_installer() {
    [ -z "${python:-}" ] || return 0
    if is_310 .venv/bin/python; then
        python=$(real_python .venv/bin/python)
    else
        python=$(./scripts/find-python.sh)
    fi
    use_pip_settings "$python"
    uv=$(./scripts/find-uv.sh "$python") || uv=
    [ -n "$uv" ] || say "没有 uv，改用 pip，会慢一些。"
}

create() {
    if is_310 "$1/bin/python"; then
        return 0
    fi
    if [ -e "$1" ]; then
        say "$1 不是可用的 Python 3.10 环境，重新建立。"
        rm -rf "$1"
    fi
    if [ -n "$uv" ]; then
        "$uv" venv -q --no-project --python "$python" "$1"
    else
        "$python" -m venv "$1" || {
            rm -rf "$1"
            die "Python 3.10 没有带 venv。请先运行 apt install python3.10-venv，或装好 uv，再运行一次。"
        }
    fi
}

# Bytecode is written now, not at every start: importing Rasa without it takes three times as long.
# The lock is complete; pip is not to resolve again, for it stumbles over extras beside hashes.
install_lock() {
    if [ -n "$uv" ]; then
        "$uv" pip install --python "$1/bin/python" --compile-bytecode --require-hashes -r "$2" ||
            die "依赖没有装上。请检查网络；有镜像的话用 PIP_INDEX_URL 指给它，再运行一次。"
    else
        "$1/bin/python" -m pip install --no-deps --require-hashes -r "$2" ||
            die "依赖没有装上。请检查网络；有镜像的话用 PIP_INDEX_URL 指给它，再运行一次。"
    fi
}

# Without isolation: the build uses the setuptools of the lock and needs no network.
install_project() {
    if [ -n "$uv" ]; then
        "$uv" pip install -q --python "$1/bin/python" --no-deps --no-build-isolation --offline -e .
    else
        "$1/bin/python" -m pip install -q --no-deps --no-build-isolation --no-index -e .
    fi
}

# Also for a `rasa` typed by hand: whatever Python of the environment starts, telemetry is off.
forbid_telemetry() {
    site=$("$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    echo 'import os; os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")' >"$site/no_telemetry.pth"
}

# bring VENV LOCK [FILE…]
bring() {
    if is_current "$@"; then
        return 0
    fi
    if [ -z "${locked:-}" ]; then
        take_lock
        locked=1
        # The other may have done it all while we waited.
        if is_current "$@"; then
            return 0
        fi
    fi
    find_installer
    create "$1"
    say "安装 $2 到 $1（第一次要几分钟，之后只装有变化的）……"
    install_lock "$1" "$2"
    case $1 in .venv) install_project "$1" && forbid_telemetry "$1" ;; esac
    wanted "$@" >"$1/.installed"
    say "$1 装好了。"
}

bring .venv requirements.txt pyproject.toml
case ${1:-all} in
all) bring .venv-tools requirements-tools.txt ;;
bot) ;;
*) die "usage: setup.sh [bot|all]" ;;
esac
