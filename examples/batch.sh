#!/usr/bin/env bash
# One briefing for each file of a folder, from a script: what cannot be read is named, the rest is made.
# usage: examples/batch.sh FOLDER OUT
set -uo pipefail
convert brief "$1"/*.txt --to pdf,md -O "$2" --quiet
case $? in
  0) echo "all done" ;;
  10) echo "done, but some articles were skipped: see above" ;;
  *) echo "nothing was made" >&2; exit 1 ;;
esac
