#!/bin/sh
# Renders the program's icon in the sizes that desktops look for. Needs rsvg-convert (librsvg2-bin).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
for size in 16 22 24 32 48 64 128 256; do
    rsvg-convert --width "$size" --height "$size" --output "$here/icons/$size.png" "$here/../../resources/icons/app.svg"
done
