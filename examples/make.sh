#!/usr/bin/env bash
# Makes what is in this folder from seeds/: one pack in every format, briefs in four, one under embargo, and pictures of
# their pages.
# usage: examples/make.sh [FOLDER]     default: this folder
set -euo pipefail
cd "$(dirname "$0")/.."
into=${1:-examples}
convert=${CONVERT:-convert}

"$convert" pack seeds --to pdf,docx,epub,md,html,txt,json,ninjs,csljson,bibtex,ris --force --quiet -O "$into/pack" \
  --title "The lake accord" --issuer "Office for Lake Transport" --series "Press-Review" --number 2025-011 \
  --prepared-for "The Minister" --distribution "Minister, Permanent Secretary, Press Office" --as-of 2025-03-23T06:00+01:00
"$convert" brief seeds/ferry-prefix.txt seeds/pilots-frontmatter.txt --to pdf,docx,epub,md --force --quiet -O "$into/briefs" \
  --issuer "Office for Lake Transport" --as-of 2025-03-14
"$convert" brief examples/embargoed.txt --include-embargoed --to pdf --force --quiet -O "$into/briefs" \
  --issuer "Office for Lake Transport" --as-of 2025-03-14

if command -v pdftoppm >/dev/null; then
  mkdir -p "$into/pages"
  pdftoppm -r 150 -f 1 -l 1 -png -singlefile "$into/briefs/pilots-frontmatter.pdf" "$into/pages/brief"
  pdftoppm -r 150 -f 1 -l 1 -png -singlefile "$into/pack/Press-Review-2025-011.pdf" "$into/pages/pack"
fi
