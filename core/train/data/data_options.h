#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace dh
{

/// How a synthesized composite's foreground gets its wrong colours; relative weights, >= 0, not all 0.
struct ChangeShares {
    double transfer = 0.46;     ///< colours of a region of another photograph
    double illumination = 0.34; ///< measured changes of light; goes to retouch where a pack has none
    double retouch = 0.12;      ///< exposure, white balance, contrast, saturation, curves
    double unchanged = 0.08;    ///< the real picture
};

/// Where a synthesized composite's foreground comes from; relative weights, >= 0, not all 0. Photographs without
/// regions always get shapes.
struct MaskShares {
    double region = 0.84; ///< one object
    double united = 0.08; ///< several objects
    double shape = 0.08;  ///< ellipses, blobs, rectangles, half planes
};

/// What training batches are made from. Plain value; the defaults are meant for 32 to 512 px.
struct DataOptions {
    std::vector<std::filesystem::path> packs; ///< written by `diffharmony train pack`
    std::uint64_t seed = 1;
    bool flip = true; ///< mirror half of the samples
    bool crop = true; ///< random parts instead of whole pictures

    /// Share of synthesized samples, 0..1, whose photograph gets other colours as a whole first: more light than a
    /// few photographs hold.
    double recolourShare = 0.0;

    ChangeShares changes;
    MaskShares masks;
    double leastMaskArea = 0.01; ///< of the sample; 0 < least < most <= 1
    double mostMaskArea = 0.80;
    double pairShare = 0.5; ///< of pairs, 0..1, where the packs hold pairs and photographs
};

} // namespace dh
