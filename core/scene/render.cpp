#include "core/scene/render.h"

#include "core/base/error.h"
#include "core/imaging/compose.h"
#include "core/imaging/convert.h"
#include "core/imaging/parallel_rows.h"
#include "core/scene/drawn_layer.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <deque>
#include <new>
#include <utility>
#include <vector>

namespace dh
{

namespace
{

/// Small enough that the floats of a block stay a few megabytes, large enough to make up for what neighbours compute
/// twice.
constexpr int kBlockSide = 512;

/// Calls `work` with the blocks that make up `area`, several at a time.
template <typename Work>
void forEachBlock(const Rect& area, const CancelToken& cancel, const Work& work)
{
    if (area.isEmpty())
        return;
    const int columns = (area.width + kBlockSide - 1) / kBlockSide;
    const int rows = (area.height + kBlockSide - 1) / kBlockSide;
    forEachPart(columns * rows, [&](int i) {
        cancel.throwIfCancelled();
        const int x = area.x + i % columns * kBlockSide;
        const int y = area.y + i / columns * kBlockSide;
        work(Rect{x, y, kBlockSide, kBlockSide}.intersected(area));
    });
}

template <typename Work>
auto translatingErrors(const Work& work)
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "not enough memory to draw the picture");
    }
}

Rect shifted(const Rect& rect, int x, int y)
{
    return {rect.x + x, rect.y + y, rect.width, rect.height};
}

void scale(PlanarImage& planes, double factor)
{
    if (factor != 1.0)
        for (float& value : planes.values)
            value *= static_cast<float>(factor);
}

/// What is drawn on one block of the canvas, in the background's type after every layer.
class CanvasBlock
{
public:
    CanvasBlock(const Image& background, const Rect& block) : m_block(block), m_pixels(cropped(background, block)) {}

    void draw(const DrawnLayer& layer, double opacity)
    {
        const Rect covered = layer.bounds().intersected(m_block);
        Mask coverage(m_block.size());
        if (!covered.isEmpty())
            blend(layer.sample(covered), covered, opacity, coverage);
        const Rect changed = layer.changeBounds().intersected(m_block);
        if (!changed.isEmpty())
            change(layer, changed, coverage);
    }

    [[nodiscard]] const Image& pixels() const { return m_pixels; }

private:
    [[nodiscard]] Rect local(const Rect& inCanvas) const { return shifted(inCanvas, -m_block.x, -m_block.y); }

    void blend(PlanarImage placed, const Rect& area, double opacity, Mask& coverage)
    {
        const Rect here = local(area);
        const Mask covered = weightsAsMask(placed);
        for (int y = 0; y < here.height; ++y)
            std::copy_n(covered.row(y), here.width, coverage.writableRow(here.y + y) + here.x);
        scale(placed, opacity);
        PlanarImage colours = planarFromImage(m_pixels, here);
        blendOver(colours, placed);
        // As in the mask: what weighs less than half a step there must not show in finer samples.
        replace(colours, here, [&](int x, int y) { return covered.row(y)[x] > 0; });
    }

    void change(const DrawnLayer& layer, const Rect& area, const Mask& coverage)
    {
        const Rect here = local(area);
        const PlanarImage rendered = planarFromImage(m_pixels, here);
        PlanarImage colours = rendered;
        layer.addChange(colours, coverage.cropped(here), area);
        const auto pixels = static_cast<std::size_t>(here.size().area());
        replace(colours, here, [&](int x, int y) {
            const std::size_t i = static_cast<std::size_t>(y) * here.width + x;
            return colours.values[i] != rendered.values[i] ||
                   colours.values[i + pixels] != rendered.values[i + pixels] ||
                   colours.values[i + 2 * pixels] != rendered.values[i + 2 * pixels];
        });
    }

    template <typename IsWanted>
    void replace(const PlanarImage& colours, const Rect& here, const IsWanted& isWanted)
    {
        ImageBuffer buffer(m_pixels);
        copyColoursWhere(imageFromPlanar(colours, m_pixels.type()), buffer, {here.x, here.y}, isWanted);
        m_pixels = std::move(buffer).finish();
    }

    Rect m_block;
    Image m_pixels;
};

/// Straight colours again, weight as alpha.
void divideByWeight(PlanarImage& planes)
{
    const float* weights = planes.plane(kWeightPlane);
    for (int c = 0; c < kWeightPlane; ++c)
        for (long long i = 0; i < planes.size.area(); ++i)
            planes.plane(c)[i] = weights[i] > 0.0F ? planes.plane(c)[i] / weights[i] : 0.0F;
}

/// Adds the planes of `fromArea` to the first planes of `toArea`, which contains it.
void addInside(const PlanarImage& from, const Rect& fromArea, PlanarImage& to, const Rect& toArea)
{
    for (int c = 0; c < from.channels; ++c)
        for (int y = 0; y < fromArea.height; ++y) {
            const float* source = from.plane(c) + static_cast<std::size_t>(y) * fromArea.width;
            float* target = to.plane(c) + static_cast<std::size_t>(fromArea.y - toArea.y + y) * toArea.width +
                            (fromArea.x - toArea.x);
            for (int x = 0; x < fromArea.width; ++x)
                target[x] += source[x];
        }
}

/// `layer` on nothing: straight colours and alpha.
PlanarImage drawnAlone(const DrawnLayer& drawn, const Layer& layer, const Rect& area)
{
    PlanarImage placed = drawn.sample(area);
    const Rect changed = drawn.changeBounds().intersected(area);
    if (!changed.isEmpty() && layer.opacity > 0.0) {
        PlanarImage change(changed.size(), kWeightPlane);
        drawn.addChange(change, weightsAsMask(placed).cropped(shifted(changed, -area.x, -area.y)), changed);
        // The opacity is in the change already and comes in again with alpha.
        scale(change, 1.0 / layer.opacity);
        addInside(change, changed, placed, area);
    }
    divideByWeight(placed);
    float* alpha = placed.plane(kWeightPlane);
    for (long long i = 0; i < area.size().area(); ++i)
        alpha[i] *= static_cast<float>(layer.opacity);
    return placed;
}

void copyRows(const Image& from, ImageBuffer& to, Point place)
{
    const auto pixelBytes = static_cast<std::size_t>(to.channels() * bytesPerSample(to.type()));
    for (int y = 0; y < from.height(); ++y)
        std::memcpy(to.row<std::byte>(place.y + y) + static_cast<std::size_t>(place.x) * pixelBytes,
                    from.row<std::byte>(y), from.rowBytes());
}

Image drawnArea(const Composition& composition, const Rect& area, const CancelToken& cancel)
{
    std::deque<DrawnLayer> drawn;
    std::vector<double> opacities;
    Rect touched;
    for (const Layer& layer : composition.layers) {
        if (!layer.visible || layer.image.isNull() || layer.opacity <= 0.0)
            continue;
        const DrawnLayer& latest = drawn.emplace_back(layer, composition.background.iccProfile());
        opacities.push_back(layer.opacity);
        touched = touched.united(latest.bounds()).united(latest.changeBounds());
    }
    if (touched.intersected(area).isEmpty())
        return cropped(composition.background, area);
    ImageBuffer picture(composition.background, area);
    forEachBlock(touched.intersected(area), cancel, [&](const Rect& block) {
        CanvasBlock canvas(composition.background, block);
        for (std::size_t i = 0; i < drawn.size(); ++i)
            canvas.draw(drawn[i], opacities[i]);
        copyRows(canvas.pixels(), picture, {block.x - area.x, block.y - area.y});
    });
    return std::move(picture).finish(composition.background.iccProfile());
}

} // namespace

Image renderArea(const Composition& composition, const Rect& area, const CancelToken& cancel)
{
    assert((Rect{0, 0, composition.size().width, composition.size().height}).contains(area));
    return translatingErrors([&] { return drawnArea(composition, area, cancel); });
}

Image renderComposition(const Composition& composition, const CancelToken& cancel)
{
    return renderArea(composition, {0, 0, composition.size().width, composition.size().height}, cancel);
}

Mask renderMask(const Layer& layer, const Rect& area)
{
    return translatingErrors([&] {
        Mask mask(area.size());
        const DrawnLayer drawn(layer, layer.image.iccProfile());
        forEachBlock(drawn.bounds().intersected(area), {}, [&](const Rect& block) {
            const Mask part = drawn.coverage(block);
            for (int y = 0; y < block.height; ++y)
                std::copy_n(part.row(y), block.width, mask.writableRow(block.y - area.y + y) + block.x - area.x);
        });
        return mask;
    });
}

Image renderLayerAlone(const Composition& composition, LayerId id)
{
    const Layer* layer = composition.layer(id);
    assert(layer != nullptr);
    return translatingErrors([&]() -> Image {
        const IccProfile& icc = composition.background.iccProfile();
        const DrawnLayer drawn(*layer, icc);
        const Rect area = drawn.bounds().intersected({0, 0, composition.size().width, composition.size().height});
        if (area.isEmpty())
            return {};
        const SampleType type = composition.background.type() == SampleType::U8 ? SampleType::U8 : SampleType::U16;
        ImageBuffer picture(area.size(), kWeightPlane + 1, type);
        forEachBlock(area, {}, [&](const Rect& block) {
            copyRows(imageFromPlanar(drawnAlone(drawn, *layer, block), type), picture,
                     {block.x - area.x, block.y - area.y});
        });
        return std::move(picture).finish(icc);
    });
}

} // namespace dh
