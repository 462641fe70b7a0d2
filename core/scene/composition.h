#pragma once

#include "core/imaging/image.h"
#include "core/imaging/mask.h"
#include "core/scene/layer_transform.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// Names a layer or a result for as long as its document lives; never reused, 0 is none.
using LayerId = std::uint64_t;
using ResultId = std::uint64_t;

/// What is done to a layer's mask before it counts; the painted mask stays as it is.
struct MaskEdge {
    int grow = 0;         ///< layer pixels; < 0 shrinks
    double feather = 0.0; ///< standard deviation in layer pixels, >= 0
    friend bool operator==(const MaskEdge&, const MaskEdge&) = default;
};

/// One finished run: the picture around its layer before and after, in canvas pixels, and all that is needed to make it
/// again. Immutable once made; shared by copies of the composition.
struct HarmonizedResult {
    ResultId id = 0;
    LayerId layer = 0;
    std::string name;
    bool starred = false;
    Rect areaInCanvas; ///< what `before` and `after` cover
    Image before;      ///< the composite as the run saw it
    Image after;       ///< equal to `before` wherever `mask` is 0
    Mask mask;         ///< the layer's coverage as the run saw it (renderMask), areaInCanvas in size
    Mask influence;    ///< Composition::influence as the run saw it; null = everything counted
    LayerTransform transformAtRun;
    double opacityAtRun = 1.0; ///< of the layer; a lower one now lessens the change
    std::uint64_t seed = 0;
    double seconds = 0.0; ///< how long the run took
    std::map<std::string, std::string>
        settings; ///< every other setting of the run by its command-line name, and hashes
};
using ResultPtr = std::shared_ptr<const HarmonizedResult>;

/// How an applied result counts; adjustable after the run. See adjustedResult().
struct ResultAdjustment {
    double light = 1.0;      ///< share of the change of lightness, 0..1.5
    double colour = 1.0;     ///< share of the change of chroma and hue, 0..1.5
    double detailLock = 0.0; ///< 0..1: how much of the layer's own fine detail replaces the result's
    Mask protect;            ///< areaInCanvas in size, 255 = keep the original; null = none
};

/// A result in use on its layer.
struct AppliedResult {
    ResultPtr result;
    ResultAdjustment adjustment;
};

/// A foreground. Plain value; pixels are shared between copies.
struct Layer {
    LayerId id = 0;
    std::string name;
    Image image;
    Mask mask; ///< the image's size; 255 = belongs to the foreground. Null = everything. The image's alpha counts too.
    MaskEdge edge;
    LayerTransform transform;
    double opacity = 1.0; ///< 0..1
    bool visible = true;
    bool locked = false;
    std::optional<AppliedResult> applied;
};

/// The picture that is being made: a background, which gives the canvas its size, encoding and bit depth, and layers
/// from bottom to top. Plain value; copies are cheap.
struct Composition {
    Image background;
    std::vector<Layer> layers;
    std::vector<ResultPtr> results; ///< all kept results, oldest first
    /// Which parts of the background runs go by: the background's size, 255 = counts. Null = everything.
    Mask influence{};

    [[nodiscard]] Size size() const { return background.size(); }
    [[nodiscard]] bool isEmpty() const { return background.isNull(); }
    /// Null when there is no such layer.
    [[nodiscard]] const Layer* layer(LayerId id) const;
    [[nodiscard]] Layer* layer(LayerId id);
    [[nodiscard]] int indexOf(LayerId id) const; ///< -1 when there is none
};

/// The canvas pixels that a layer can touch, mask edge included; empty for an empty one.
[[nodiscard]] Rect boundsInCanvas(const Layer& layer);

/// The mask after grow and feather, the image's alpha multiplied in; the layer's size.
[[nodiscard]] Mask effectiveMask(const Layer& layer);

} // namespace dh
