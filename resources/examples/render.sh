#!/bin/sh
# Makes the example pictures again from scene.pov. Needs povray and ImageMagick; takes some minutes.
# Each is rendered without antialiasing at three times its size and then averaged, so that the mask is exact: composite and
# real differ only where the mask is above 0, and every mask value is the share of the pixel that the lighthouse covers.
set -eu

folder=$(cd "$(dirname "$0")" && pwd)
width=1200
height=800
oversampling=3

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

render() { # name LIGHT SHOW
    echo "Rendering $1 ..."
    (cd "$folder" && povray +Iscene.pov "+O$scratch/$1.png" "+W$((width * oversampling))" "+H$((height * oversampling))" \
        -A -D -GA "Declare=LIGHT=$2" "Declare=SHOW=$3" 2>"$scratch/log") || { cat "$scratch/log" >&2; exit 1; }
}

average() { # input output
    convert "$1" -scale "${width}x${height}" -depth 8 -strip -define png:compression-level=9 "$2"
}

render real 0 0
render other 1 0
render mask 0 1
render background 0 2

convert "$scratch/real.png" "$scratch/other.png" "$scratch/mask.png" -composite "$scratch/composite.png"
average "$scratch/real.png" "$folder/real.png"
average "$scratch/composite.png" "$folder/composite.png"
convert "$scratch/mask.png" -colorspace Gray "$scratch/grey.png"
convert "$scratch/other.png" "$scratch/grey.png" -alpha off -compose CopyOpacity -composite "$scratch/foreground.png"
average "$scratch/grey.png" "$folder/mask.png"
average "$scratch/background.png" "$folder/background.png"
average "$scratch/foreground.png" "$scratch/uncropped.png"
convert "$scratch/uncropped.png" -format 'The foreground lies at %@ (width x height + x + y)\n' info:
convert "$scratch/uncropped.png" -trim +repage "$folder/foreground.png"
echo "Wrote composite.png, mask.png, real.png, background.png and foreground.png to $folder"
