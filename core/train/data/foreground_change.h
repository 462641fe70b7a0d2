#pragma once

#include "core/train/data/composite_synthesis.h"

namespace dh
{

/// Draws and applies changes of colour; the reference of a transfer comes from another photograph.
/// Keeps scratch memory; used by one thread.
class ForegroundChange
{
public:
    ForegroundChange(std::shared_ptr<const PhotoCollection> photos, std::vector<Illumination> illuminations);

    [[nodiscard]] bool hasIlluminations() const { return !m_illuminations.empty(); }

    /// Puts a change of `original`, the foreground of photograph `photoIndex`, into `changed`: 0..255, acceptable (see
    /// CompositeSynthesis).
    void change(CounterRandom& random, ChangeKind kind, int photoIndex, const Pixels& original, Pixels& changed);

    /// Gives a whole photograph another mild light or retouch, 0..255, or leaves it where that would clip.
    void recolour(CounterRandom& random, Pixels& picture) const;

private:
    void transfer(CounterRandom& random, int photoIndex, Pixels& pixels);
    void gatherReference(CounterRandom& random, int photoIndex);

    std::shared_ptr<const PhotoCollection> m_photos;
    std::vector<Illumination> m_illuminations;
    Pixels m_reference;
};

} // namespace dh
