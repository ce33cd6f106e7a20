#!/usr/bin/env bash
# The articles of a folder, made by night from a script: run again after a stop, it goes on where it was.
# usage: examples/batch.sh FOLDER OUT
set -uo pipefail
convert batch "$1" -r --to pdf,md -O "$2" --quiet > "$2.made"
case $? in
  0) echo "all done" ;;
  10) echo "done, but for these:"; convert batch -O "$2" --status | grep ^failed ;;
  130) echo "stopped: the same command goes on from there" >&2; exit 130 ;;
  *) echo "nothing was made" >&2; exit 1 ;;
esac
