#!/usr/bin/env bash
# Draws images/icon.png from images/icon.svg, with Chromium.
set -euo pipefail
cd "$(dirname "$0")/../images"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --default-background-color=00000000 \
  --window-size=256,256 --screenshot=icon.png "file://$PWD/icon.svg" 2>/dev/null
