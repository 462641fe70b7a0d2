#pragma once

#include "core/scene/composition.h"

#include <QString>

#include <memory>
#include <vector>

namespace dh
{

/// What lies on one side of a comparison.
struct CompareSide {
    enum class Kind { Untouched, Document, Result, GroundTruth };
    Kind kind = Kind::Untouched;
    ResultId result = 0; ///< for Kind::Result
    friend bool operator==(const CompareSide&, const CompareSide&) = default;
};

/// All that can be put on a side, the untouched composite and the document first; results only while their layer
/// exists.
[[nodiscard]] std::vector<CompareSide> sidesOf(const Composition& document, bool hasGroundTruth);

/// What `side` looks like; null when it can't be shown (a result without its layer, no ground truth). A result lies on
/// its layer as it is placed now, with the adjustment that it has where it is applied.
[[nodiscard]] std::shared_ptr<const Composition> compositionOf(const CompareSide& side, const Composition& document,
                                                               const Image& groundTruth);

/// For a user, translated.
[[nodiscard]] QString nameOf(const CompareSide& side, const Composition& document);

} // namespace dh
