#pragma once

#include "core/document/document.h"
#include "core/document/held_pixels.h"
#include "core/document/scene_change.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// A result on a layer, as the history keeps it.
struct HeldApplied {
    HeldResultPtr result;
    double light = 1.0;
    double colour = 1.0;
    double detailLock = 0.0;
    HeldPtr protect;
    friend bool operator==(const HeldApplied&, const HeldApplied&) = default;
};

/// A layer without its pixels.
struct LayerFields {
    std::string name;
    MaskEdge edge;
    LayerTransform transform;
    double opacity = 1.0;
    bool visible = true;
    bool locked = false;
    std::optional<HeldApplied> applied;
    friend bool operator==(const LayerFields&, const LayerFields&) = default;
};

/// How a mask changes. A null mask counts as a full one, so that one delta leads both ways between masks of one size;
/// between two sizes, each side has its delta from a full mask.
struct MaskStep {
    Size before; ///< empty for a null mask
    Size after;
    Size full;           ///< of `delta`, and of the image where a mask is null
    HeldPtr delta;       ///< between before and after, when both are of one size
    HeldPtr deltaBefore; ///< from a full mask to before, when the sizes differ
    HeldPtr deltaAfter;
};

/// What changes on one layer; what is absent stays.
struct LayerStep {
    LayerId id = 0;
    std::optional<LayerFields> before; ///< absent with `after`, or because the layer is new
    std::optional<LayerFields> after;
    bool changesImage = false;
    HeldPtr imageBefore;
    HeldPtr imageAfter;
    std::optional<MaskStep> mask;
};

/// The difference between two compositions: all that undo and redo need, and no pixel more.
struct CompositionStep {
    std::vector<LayerId> orderBefore;
    std::vector<LayerId> orderAfter;
    std::vector<LayerStep> layers;
    bool changesBackground = false;
    HeldPtr backgroundBefore;
    HeldPtr backgroundAfter;
    std::shared_ptr<const MaskStep> influence; ///< null = stays; apart, because few steps have one
    bool changesResults = false;
    std::vector<HeldResultPtr> resultsBefore;
    std::vector<HeldResultPtr> resultsAfter;
    SceneChange change;

    [[nodiscard]] bool isEmpty() const;
    /// Whether only layer properties differ, so that later changes of the same kind may join.
    [[nodiscard]] bool changesFieldsOnly() const;
    /// Takes in the step that follows. @pre both change fields only
    void append(const CompositionStep& next);
    [[nodiscard]] std::vector<HeldPtr> held() const;
};

/// Where each layer's mask may differ, in mask pixels; a layer that isn't listed may differ anywhere.
using MaskAreas = std::map<LayerId, Rect>;

/// @param ready  one layer's change of mask, packed already; may be null
/// @throws Error OutOfMemory
[[nodiscard]] CompositionStep stepBetween(const Composition& before, const Composition& after, const MaskAreas& areas,
                                          MaskBounds& bounds, HeldPool& pool, const MaskChange* ready = nullptr);

/// `present` one step on, or one step back. @throws Error FileUnreadable, OutOfMemory
[[nodiscard]] Composition appliedForward(const CompositionStep& step, const Composition& present);
[[nodiscard]] Composition appliedBackward(const CompositionStep& step, const Composition& present);

} // namespace dh
