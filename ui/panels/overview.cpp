#include "ui/panels/overview.h"

#include "core/scene/view_tiles.h"

#include <QPainter>

namespace dh
{

namespace
{

int levelFor(Size canvas, QSize wanted)
{
    const QSizeF fitted = QSizeF(canvas.width, canvas.height).scaled(wanted, Qt::KeepAspectRatio);
    int level = 0;
    while ((canvas.width >> (level + 1)) >= fitted.width() && (canvas.height >> (level + 1)) >= fitted.height())
        ++level;
    return level;
}

} // namespace

QImage renderOverview(const Composition& composition, ViewCache& cache, QSize wanted)
{
    if (composition.isEmpty() || wanted.isEmpty())
        return {};
    const Size canvas = composition.size();
    const int level = levelFor(canvas, wanted);
    const int scale = 1 << level;
    QImage overview((canvas.width + scale - 1) / scale, (canvas.height + scale - 1) / scale,
                    QImage::Format_ARGB32_Premultiplied);
    overview.fill(Qt::transparent);
    QPainter painter(&overview);
    for (int y = 0; y * kViewTileSize < overview.height(); ++y) {
        for (int x = 0; x * kViewTileSize < overview.width(); ++x) {
            const ViewPixels tile = renderViewTile(composition, cache, level, {x, y});
            if (tile.size.isEmpty())
                continue;
            const QImage image(reinterpret_cast<const uchar*>(tile.pixels.data()), tile.size.width, tile.size.height,
                               QImage::Format_ARGB32_Premultiplied);
            painter.drawImage(x * kViewTileSize, y * kViewTileSize, image);
        }
    }
    return overview;
}

} // namespace dh
