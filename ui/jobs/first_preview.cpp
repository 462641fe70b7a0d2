#include "ui/jobs/first_preview.h"

#include "core/evaluate/baselines.h"
#include "core/harmonize/background_influence.h"
#include "core/imaging/convert.h"
#include "core/imaging/parallel_rows.h"
#include "core/imaging/resample.h"
#include "core/scene/view_tiles.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

namespace dh
{

namespace
{

constexpr int kLongestSide = 768;
constexpr std::uint64_t kCacheBytes = 64ULL << 20;
constexpr int kRgb = 3;

int levelFor(Size canvas)
{
    int level = 0;
    while ((std::max(canvas.width, canvas.height) >> level) > kLongestSide)
        ++level;
    return level;
}

Size sizeAt(Size canvas, int level)
{
    const int scale = 1 << level;
    return {(canvas.width + scale - 1) / scale, (canvas.height + scale - 1) / scale};
}

void putRow(const std::uint32_t* from, int width, std::uint8_t* to)
{
    constexpr int kRedShift = 16;
    constexpr int kGreenShift = 8;
    for (int x = 0; x < width; ++x) {
        *to++ = static_cast<std::uint8_t>(from[x] >> kRedShift);
        *to++ = static_cast<std::uint8_t>(from[x] >> kGreenShift);
        *to++ = static_cast<std::uint8_t>(from[x]);
    }
}

/// The scene and the layer's coverage at a level of the view.
std::pair<Image, Mask> smallScene(const HarmonizeJob& job, int level)
{
    const Size canvas = job.scene.size();
    const Size size = sizeAt(canvas, level);
    const Layer& layer = *job.scene.layer(job.layer);
    const std::shared_ptr<ViewCache> shared = job.viewCache ? job.viewCache : std::make_shared<ViewCache>(kCacheBytes);
    ViewCache& cache = *shared;
    ImageBuffer picture(size, kRgb, SampleType::U8);
    Mask mask(size);
    const int columns = (size.width + kViewTileSize - 1) / kViewTileSize;
    const int rows = (size.height + kViewTileSize - 1) / kViewTileSize;
    std::uint8_t* coverageOfAll = mask.writableRow(0);
    forEachPart(columns * rows, [&](int i) {
        const Point tile{i % columns, i / columns};
        const ViewPixels pixels = renderViewTile(job.scene, cache, level, tile);
        const std::vector<std::uint8_t> coverage = renderMaskTile(layer, canvas, cache, level, tile);
        const int width = pixels.size.width;
        const int left = tile.x * kViewTileSize;
        for (int y = 0; y < pixels.size.height; ++y) {
            const int row = tile.y * kViewTileSize + y;
            const std::size_t start = static_cast<std::size_t>(y) * width;
            putRow(pixels.pixels.data() + start, width, picture.row<std::uint8_t>(row) + left * kRgb);
            std::memcpy(coverageOfAll + static_cast<std::size_t>(row) * size.width + left, coverage.data() + start,
                        static_cast<std::size_t>(width));
        }
    });
    return {std::move(picture).finish(), std::move(mask)};
}

/// The scene without what doesn't count of its background.
Image influenced(const Image& scene, const Mask& mask, const Mask& influence)
{
    if (influence.isNull())
        return scene;
    const Mask small = resized(influence, scene.size());
    const Rect all{0, 0, scene.width(), scene.height()};
    return imageFromPlanar(withInfluence(planarFromImage(scene), mask, small, meanInfluence(scene, mask, small, all)),
                           SampleType::U8);
}

} // namespace

JobPreview classicPreview(const HarmonizeJob& job)
{
    const int level = levelFor(job.scene.size());
    auto [scene, mask] = smallScene(job, level);
    if (mask.isEmpty())
        return {};
    const Image changed = reinhardTransfer(influenced(scene, mask, influenceOf(job)), mask);
    const auto* samples = changed.row<std::uint8_t>(0);
    JobPreview preview;
    // The last row and column of the level reach over the canvas's edge.
    preview.area = {0, 0, scene.width() << level, scene.height() << level};
    preview.picture = std::make_shared<const PreviewImage>(
        PreviewImage{changed.width(), changed.height(), {samples, samples + changed.sizeInBytes()}});
    preview.mask = std::move(mask);
    return preview;
}

void prepareClassicPreview()
{
    constexpr Size kPicture{64, 48};
    constexpr Size kSubject{32, 24};
    constexpr std::uint8_t kSelected = 255;
    HarmonizeJob job;
    job.layer = 1;
    job.scene.background = ImageBuffer(kPicture, kRgb, SampleType::U8).finish();
    Layer& layer = job.scene.layers.emplace_back();
    layer.id = job.layer;
    layer.image = ImageBuffer(kSubject, kRgb, SampleType::U8).finish();
    layer.mask = Mask(kSubject, kSelected);
    (void)classicPreview(job);
}

} // namespace dh
