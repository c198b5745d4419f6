#!/bin/sh
# Prints the path of a CPython 3.10; fetches one into .tools/python where the machine has none.
# PYTHON=/path/to/python3.10 names one. Exit code 1 with the remedies where none can be had.
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
root=$(cd "$here/.." && pwd)
. "$root/scripts/lib.sh"

found() {
    real_python "$1"
    exit 0
}

look_around() {
    pyenv_root=${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}
    for python in python3.10 python3 python \
        "$pyenv_root"/versions/3.10*/bin/python "${HOME:-/nonexistent}"/.pyenv/versions/3.10*/bin/python \
        "$tools"/python/*/bin/python3.10; do
        if has "$python" && is_310 "$python"; then
            found "$python"
        fi
    done
}

# uv knows more places than we do, and brings a ready-made Python.
ask_uv() {
    uv=$("$root/scripts/find-uv.sh") || return 0
    export UV_PYTHON_INSTALL_DIR="$tools/python" UV_PYTHON_INSTALL_BIN=0
    if python=$("$uv" python find --system --no-project --no-python-downloads 3.10 2>/dev/null) &&
        is_310 "$python"; then
        found "$python"
    fi
    say "本机没有 Python 3.10，用 uv 下载一个到 .tools（约 30 MB）……"
    if "$uv" python install 3.10 >&2; then
        look_around
    fi
}

# pyenv's builder compiles one; it needs a C compiler and some minutes.
build_with_pyenv() {
    builder="$pyenv_root/plugins/python-build/bin/python-build"
    [ -x "$builder" ] && has cc || return 0
    version=
    for line in $("$builder" --definitions); do
        case $line in 3.10.*) version=$line ;; esac
    done
    [ -n "$version" ] || return 0
    say "用 pyenv 编译 Python $version 到 .tools，要几分钟……"
    if "$builder" "$version" "$tools/python/$version" >&2; then
        look_around
    fi
}

if [ -n "${PYTHON:-}" ]; then
    if has "$PYTHON" && is_310 "$PYTHON"; then
        found "$PYTHON"
    fi
    die "PYTHON=$PYTHON 不是可用的 Python 3.10，请写对路径，或去掉 PYTHON 让程序自己找"
fi
look_around
ask_uv
build_with_pyenv
if [ -n "${uv:-}" ]; then
    first="uv 没下载成功（原因见上）：检查网络，或用环境变量 UV_PYTHON_INSTALL_MIRROR 指到您的镜像"
else
    first="装 uv：python3 -m pip install --user uv（Debian 上先 apt install python3-venv python3-pip），
    下载不动就用环境变量 PIP_INDEX_URL 指到您的镜像"
fi
die "找不到 Python 3.10，也没能自动下载（Rasa 3.6 只支持到 3.10）。任选一种办法，然后再运行一次：
  · $first
  · 用 pyenv：pyenv install 3.10
  · 用系统的包：apt install python3.10 python3.10-venv（Ubuntu 22.04 等带 3.10 的系统）
  · 已经装在别处：make setup PYTHON=/路径/python3.10"
