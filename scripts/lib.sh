# Sourced by the other scripts: POSIX sh, nothing but builtins, so that it works on a bare machine.
# Callers have set `root` to the project's folder.

# What another environment, active in the user's shell, would do to ours.
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV CONDA_PREFIX UV_PYTHON UV_PROJECT_ENVIRONMENT PIP_TARGET PIP_USER
export RASA_TELEMETRY_ENABLED=false

tools="$root/.tools"

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# is_310 PYTHON: whether it runs and is a CPython 3.10; names lie (pyenv's shims among them).
is_310() {
    "$1" -c 'import sys
ok = sys.version_info[:2] == (3, 10) and sys.implementation.name == "cpython"
sys.exit(not ok)' >/dev/null 2>&1
}

# real_python PYTHON: the interpreter behind a shim, a link or another virtual environment.
real_python() {
    "$1" -c 'import sys; print(getattr(sys, "_base_executable", None) or sys.executable)'
}
