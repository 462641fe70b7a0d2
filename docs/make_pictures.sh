#!/bin/sh
# Makes the README's pictures with the program itself, in light and dark: docs/make_pictures.sh [FOLDER_OF_PROGRAMS]
# They show the example that the editor opens by itself. Needs ImageMagick; takes about two minutes on two cores.
set -eu

docs=$(cd "$(dirname "$0")" && pwd)
examples=$docs/../resources/examples
programs=${1:-$docs/../build/release/bin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: "${QT_QPA_PLATFORM:=offscreen}"
export QT_QPA_PLATFORM

# picture NAME THEME SIZE VARIATIONS ACTION...
picture() {
    name=$1 theme=$2 size=$3 variations=$4
    shift 4
    hint=true
    [ "$name" != editor ] || hint=false
    printf '[interface]\nfirst_run_hint_dismissed=%s\n[harmonize]\nseed=42\nseed_locked=true\nvariations=%s\n' \
        "$hint" "$variations" >"$work/settings.ini"
    set -- $(printf -- '--action %s ' "$@")
    echo "$name"
    "$programs/diffharmony-studio" --settings "$work/settings.ini" --theme "$theme" --size "$size" \
        --screenshot "$docs/$name.png" "$@"
}

picture editor light 1440x900 1 view.fit
picture editor-compare dark 1440x900 1 harmonize.run compare.split_vertical compare.split_back view.fit
for theme in light dark; do
    suffix=
    [ "$theme" = light ] || suffix=-dark
    for mode in split_vertical split_horizontal side_by_side difference; do
        kind=${mode#split_}
        picture "compare-$(echo "$kind" | tr _ -)$suffix" "$theme" 1200x760 1 harmonize.run "compare.$mode" view.fit
    done
    picture "results$suffix" "$theme" 1200x760 3 harmonize.run view.fit
    picture "charts$suffix" "$theme" 1200x760 1 harmonize.run charts.show view.fit
done

"$programs/diffharmony" harmonize --composite "$examples/composite.png" --mask "$examples/mask.png" \
    --output "$work/result.png"
for picture in "$examples/composite.png" "$work/result.png" "$examples/real.png"; do
    convert "$picture" -crop 512x800+520+0 +repage -resize 400x625 "$work/part-$(basename "$picture")"
done
convert "$work/part-composite.png" "$work/part-result.png" "$work/part-real.png" +append -quality 92 \
    "$docs/example-before-after.jpg"
