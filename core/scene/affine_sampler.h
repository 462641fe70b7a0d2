#pragma once

#include "core/imaging/convert.h"
#include "core/scene/affine.h"

#include <functional>

namespace dh
{

/// Draws a source of float planes onto a target grid under an affine map: means when shrinking, Keys' cubic when
/// growing or turning, exact samples when it moves by whole pixels, turns by quarters or flips. Edges replicate; every
/// plane is multiplied by how much of the target pixel the source covers. A target sample does not depend on the area
/// that is asked for. Thread-safe as far as the source is.
class AffineSampler
{
public:
    /// The planes of one rectangle of the source.
    using Source = std::function<PlanarImage(const Rect& areaInSource)>;

    /// @param channels of what `source` gives
    AffineSampler(Size sourceSize, int channels, const Affine& targetFromSource, Source source);

    /// The target pixels that the source touches.
    [[nodiscard]] Rect bounds() const;
    /// @param area within bounds()
    [[nodiscard]] PlanarImage sample(const Rect& area) const;

private:
    [[nodiscard]] PlanarImage sampleAlongAxes(const Rect& area) const;
    [[nodiscard]] PlanarImage sampleTurned(const Rect& area) const;
    [[nodiscard]] PlanarImage shrunk(const Rect& areaInShrunk) const;

    Size m_size;
    int m_channels;
    Affine m_targetFromSource;
    Source m_source;
    /// What the source is shrunk to before it is turned; its own size when it isn't.
    Size m_shrunkSize;
};

} // namespace dh
