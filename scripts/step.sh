#!/bin/sh
# Runs a step of a longer job and says what it is, how it went and how long it took.
# usage: step.sh NAME COMMAND…
name=$1
shift
started=$(date +%s)
printf '\n▶ %s\n' "$name"
"$@"
code=$?
took=$(($(date +%s) - started))
if [ "$code" -eq 0 ]; then
    printf '✔ %s（%s 秒）\n' "$name" "$took"
else
    printf '✘ %s 没有通过（%s 秒，退出码 %s）\n' "$name" "$took" "$code" >&2
fi
exit "$code"
