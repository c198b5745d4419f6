#!/bin/sh
# `rasa test` on tests/stories: understanding and rules; actions are not run (the conversation
# tests of pytest do that). Every wrong prediction fails.
set -eu
mkdir -p build/stories
log=build/stories/rasa-test.log
model=$(.venv/bin/xiaoer train)
.venv/bin/python -m rasa test core --stories tests/stories --model "$model" \
    --out build/stories --no-plot --fail-on-prediction-errors >"$log" 2>&1 || {
    tr '\r' '\n' <"$log" | grep -v 'it/s' >&2
    exit 1
}
grep -E 'level|Correct:' "$log" | sed 's/.*  - //'
