#!/usr/bin/env bash
# Runs one of the README's two commands as it is written there: `make` or `test`.
set -euo pipefail
cd "$(dirname "$0")/.."
command=$(awk -v mark="<!-- command: $1 -->" '$0 == mark { found = 1; next } found && /^```/ { fence++; if (fence == 2) exit; next } found && fence == 1 { print }' README.md)
[ -n "$command" ] || { echo "README.md has no command called $1" >&2; exit 2; }
printf '%s\n' "$command"
bash -euo pipefail -c "$command"
