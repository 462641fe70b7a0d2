#include "core/scene/view_tiles.h"

#include "core/base/error.h"
#include "core/scene/result_change.h"
#include "core/scene/view_cache_impl.h"
#include "core/scene/view_sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <utility>

namespace dh
{

namespace
{

constexpr std::uint32_t kFull = 255;
constexpr unsigned kAlphaShift = 24;

Affine viewFromCanvas(int level)
{
    const double factor = std::ldexp(1.0, -level);
    return Affine::scaling(factor, factor);
}

/// The part of the level's picture that a tile shows.
Rect tileArea(Size canvas, int level, Point tile)
{
    const Size size = sizeAtLevel(canvas, level);
    const Rect whole{0, 0, size.width, size.height};
    const long long x = static_cast<long long>(tile.x) * kViewTileSize;
    const long long y = static_cast<long long>(tile.y) * kViewTileSize;
    if (level < 0 || x < 0 || y < 0 || x >= size.width || y >= size.height)
        return {};
    return Rect{static_cast<int>(x), static_cast<int>(y), kViewTileSize, kViewTileSize}.intersected(whole);
}

std::uint32_t product(std::uint32_t a, std::uint32_t b)
{
    return (a * b + kFull / 2) / kFull;
}

/// One tile while layers are laid over it.
class TilePainter
{
public:
    TilePainter(ViewCache& cache, int level, const Rect& area)
        : m_cache(cache.impl()), m_level(level), m_area(area), m_coverage(static_cast<std::size_t>(area.size().area()))
    {
    }

    void drawBackground(const Image& background)
    {
        m_pixels = m_cache.pyramidOf(background)->patch(background, m_level, m_area);
    }

    void draw(const Layer& layer)
    {
        const auto opacity = static_cast<std::uint32_t>(std::lround(layer.opacity * kFull));
        const bool hasResult = layer.applied && layer.applied->result;
        if (hasResult)
            std::fill(m_coverage.begin(), m_coverage.end(), std::uint8_t{0});
        visit(layer, true, [&](std::size_t i, std::uint32_t pixel, std::uint32_t weight) {
            if (hasResult)
                m_coverage[i] = static_cast<std::uint8_t>(product(pixel >> kAlphaShift, weight));
            const std::uint32_t placed = scaled(pixel, product(weight, opacity));
            const std::uint32_t below = m_pixels[i];
            // As renderArea: the background's alpha stays.
            m_pixels[i] = scaled(placed, below >> kAlphaShift) + scaled(below, kFull - (placed >> kAlphaShift));
        });
        if (hasResult)
            drawChange(layer);
    }

    void measureCoverage(const Layer& layer)
    {
        visit(layer, layer.image.hasAlpha(), [&](std::size_t i, std::uint32_t pixel, std::uint32_t weight) {
            m_coverage[i] = static_cast<std::uint8_t>(product(pixel >> kAlphaShift, weight));
        });
    }

    [[nodiscard]] std::vector<std::uint32_t> takePixels() { return std::move(m_pixels); }
    [[nodiscard]] std::vector<std::uint8_t> takeCoverage() { return std::move(m_coverage); }

private:
    [[nodiscard]] std::size_t indexOf(int x, int y) const
    {
        return static_cast<std::size_t>(y - m_area.y) * m_area.width + (x - m_area.x);
    }

    /// Calls `work(index, pixel, weight)`: a premultiplied pixel and what mask and placement weigh, 1..255.
    template <typename Work>
    void visit(const Layer& layer, bool needsPixels, const Work& work)
    {
        const ViewSampler sampler(layer.image.size(), viewFromCanvas(m_level) * layer.transform.canvasFromLayer());
        const Rect covered = sampler.bounds().intersected(m_area);
        const Rect patch = covered.isEmpty() ? Rect{} : sampler.needed(covered);
        if (patch.isEmpty())
            return;
        std::vector<std::uint8_t> mask;
        if (!layer.mask.isNull())
            mask = m_cache.pyramidOf(layer.mask, layer.edge)->patch(layer.mask, sampler.level(), patch);
        if (!mask.empty() && std::all_of(mask.begin(), mask.end(), [](std::uint8_t value) { return value == 0; }))
            return;
        std::vector<std::uint32_t> pixels;
        if (needsPixels)
            pixels = m_cache.pyramidOf(layer.image)->patch(layer.image, sampler.level(), patch);
        sampler.forEachSpot(covered, [&](int x, int y, const ViewSampler::Spot& spot) {
            const std::uint32_t weight = mask.empty() ? spot.coverage : product(valueAt(mask, spot), spot.coverage);
            if (weight > 0)
                work(indexOf(x, y), pixels.empty() ? kFull << kAlphaShift : pixelAt(pixels, spot), weight);
        });
    }

    void drawChange(const Layer& layer)
    {
        const HarmonizedResult& result = *layer.applied->result;
        Affine canvasFromResult = Affine::translation(result.areaInCanvas.x, result.areaInCanvas.y);
        if (result.transformAtRun != layer.transform)
            canvasFromResult = layer.transform.canvasFromLayer() * result.transformAtRun.canvasFromLayer().inverted() *
                               canvasFromResult;
        const ViewSampler sampler(result.areaInCanvas.size(), viewFromCanvas(m_level) * canvasFromResult);
        const Rect covered = sampler.bounds().intersected(m_area);
        const Rect patch = covered.isEmpty() ? Rect{} : sampler.needed(covered);
        if (patch.isEmpty())
            return;
        const std::vector<std::uint32_t> before =
            m_cache.pyramidOf(result.before)->patch(result.before, sampler.level(), patch);
        const std::vector<std::uint32_t> after = adjustedPatch(*layer.applied, before, sampler.level(), patch);
        std::vector<std::uint8_t> runMask;
        if (!result.mask.isNull())
            runMask = m_cache.pyramidOf(result.mask, {})->patch(result.mask, sampler.level(), patch);
        const double opacityShare = layer.opacity >= result.opacityAtRun ? 1.0 : layer.opacity / result.opacityAtRun;
        const auto opacity = static_cast<int>(std::lround(opacityShare * kFull));
        sampler.forEachSpot(covered, [&](int x, int y, const ViewSampler::Spot& spot) {
            const std::size_t i = indexOf(x, y);
            if (m_coverage[i] == 0)
                return;
            const int atRun = runMask.empty() ? 0 : static_cast<int>(valueAt(runMask, spot));
            const int share = m_coverage[i] >= atRun ? opacity : opacity * m_coverage[i] / atRun;
            if (share > 0)
                m_pixels[i] = changed(m_pixels[i], pixelAt(before, spot), pixelAt(after, spot), share);
        });
    }

    /// `pixel` plus the share (of 255) of the change, still premultiplied.
    static std::uint32_t changed(std::uint32_t pixel, std::uint32_t before, std::uint32_t after, int share)
    {
        if (before == after)
            return pixel;
        const auto alpha = static_cast<int>(pixel >> kAlphaShift);
        std::uint32_t sum = pixel & (kFull << kAlphaShift);
        for (const unsigned shift : {0U, 8U, 16U}) {
            const auto partOf = [shift](std::uint32_t value) { return static_cast<int>((value >> shift) & kFull); };
            const int change = (partOf(after) - partOf(before)) * share / static_cast<int>(kFull);
            sum |= static_cast<std::uint32_t>(std::clamp(partOf(pixel) + change, 0, alpha)) << shift;
        }
        return sum;
    }

    /// The result's pixels after the adjustment, computed for what the tile needs only.
    [[nodiscard]] std::vector<std::uint32_t>
    adjustedPatch(const AppliedResult& applied, const std::vector<std::uint32_t>& before, int level, const Rect& patch)
    {
        const HarmonizedResult& result = *applied.result;
        if (leavesResultAsItIs(applied.adjustment))
            return m_cache.pyramidOf(result.after)->patch(result.after, level, patch);
        const int radius = static_cast<int>(std::lround(std::ldexp(kDetailRadius, -level)));
        const Size size = sizeAtLevel(result.after.size(), level);
        const Rect needed =
            Rect{patch.x - radius, patch.y - radius, patch.width + 2 * radius, patch.height + 2 * radius}.intersected(
                {0, 0, size.width, size.height});
        const auto widerBefore = m_cache.pyramidOf(result.before)->patch(result.before, level, needed);
        const auto widerAfter = m_cache.pyramidOf(result.after)->patch(result.after, level, needed);
        ChangePlanes planes{planarFromImage(imageFromScreen(widerBefore, needed.size())),
                            planarFromImage(imageFromScreen(widerAfter, needed.size())),
                            maskPatch(result.mask, level, needed)};
        adjustChange(planes, applied.adjustment, radius);
        const Image adjusted = imageFromPlanar(planes.after, SampleType::U8);
        const ColourTransform none{nullptr};
        std::vector<std::uint32_t> pixels =
            screenPixels(adjusted, none, {patch.x - needed.x, patch.y - needed.y, patch.width, patch.height});
        protect(applied, before, level, patch, pixels);
        return pixels;
    }

    [[nodiscard]] Mask maskPatch(const Mask& mask, int level, const Rect& area)
    {
        if (mask.isNull())
            return Mask(area.size(), static_cast<std::uint8_t>(kFull));
        return Mask(area.size(), m_cache.pyramidOf(mask, {})->patch(mask, level, area));
    }

    /// Puts back alpha, which adjusting knows nothing of, and the original where it is protected.
    void protect(const AppliedResult& applied, const std::vector<std::uint32_t>& before, int level, const Rect& patch,
                 std::vector<std::uint32_t>& pixels)
    {
        for (std::size_t i = 0; i < pixels.size(); ++i)
            if (const std::uint32_t alpha = before[i] >> kAlphaShift; alpha != kFull)
                pixels[i] = scaled(pixels[i], alpha);
        if (applied.adjustment.protect.isNull())
            return;
        const Mask mask = maskPatch(applied.adjustment.protect, level, patch);
        const std::uint8_t* share = mask.row(0);
        for (std::size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = scaled(pixels[i], kFull - share[i]) + scaled(before[i], share[i]);
    }

    ViewCache::Impl& m_cache;
    int m_level;
    Rect m_area;
    std::vector<std::uint32_t> m_pixels;
    std::vector<std::uint8_t> m_coverage;
};

} // namespace

ViewPixels renderViewTile(const Composition& composition, ViewCache& cache, int level, Point tile)
{
    const Rect area = tileArea(composition.size(), level, tile);
    if (area.isEmpty())
        return {};
    try {
        TilePainter painter(cache, level, area);
        painter.drawBackground(composition.background);
        for (const Layer& layer : composition.layers)
            if (layer.visible && !layer.image.isNull() && layer.opacity > 0.0)
                painter.draw(layer);
        cache.impl().trim();
        return {area.size(), painter.takePixels()};
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "not enough memory to show the picture");
    }
}

std::vector<std::uint8_t> renderMaskTile(const Layer& layer, Size canvas, ViewCache& cache, int level, Point tile)
{
    const Rect area = tileArea(canvas, level, tile);
    if (area.isEmpty())
        return {};
    try {
        TilePainter painter(cache, level, area);
        if (!layer.image.isNull())
            painter.measureCoverage(layer);
        cache.impl().trim();
        return painter.takeCoverage();
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "not enough memory to show the mask");
    }
}

} // namespace dh
