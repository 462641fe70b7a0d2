#pragma once

#include "core/evaluate/metrics.h"

#include <optional>

namespace dh
{

/// The side, in pixels, at which the literature of image harmonization compares pictures.
inline constexpr int kEvaluationSide = 256;

/// What replaces a result's background before it is compared.
enum class PasteBackground { None, Composite, Real };

/// Squared errors on the 0..255 scale, see Metrics.
struct PictureErrors {
    double mse = 0.0;
    double fmse = 0.0;
    double backgroundMse = 0.0;
};

/// How near a result is to the real picture, at 256 x 256 and, where it has the real picture's size, at that.
struct PairScore {
    PictureErrors evaluation;
    std::optional<PictureErrors> native;
};

/// In dB for data range 255; infinite for 0.
[[nodiscard]] double psnrOf(double mse);

/// Compares results with the real picture of one pair as evaluate/main.py of DiffHarmony does: pictures as 8-bit RGB
/// resized by Pillow's BILINEAR, the mask made 1-bit by Pillow's convert("1") and then resized by its NEAREST.
/// Used by one thread.
class PairScorer
{
public:
    /// @throws Error SizeMismatch; EmptyMask when nothing of the mask is left at 256 x 256
    PairScorer(const Image& composite, const Mask& mask, const Image& real, PasteBackground paste);

    /// Share of the mask at 256 x 256.
    [[nodiscard]] double foregroundRatio() const { return m_ratio; }
    /// @param result any size
    [[nodiscard]] PairScore score(const Image& result) const;

    /// 8-bit RGB, at its own size.
    [[nodiscard]] const Image& composite() const { return m_native.composite; }
    [[nodiscard]] const Image& real() const { return m_native.real; }
    /// The pictures as they were compared, 256 x 256.
    [[nodiscard]] const Image& smallComposite() const { return m_small.composite; }
    [[nodiscard]] const Image& smallReal() const { return m_small.real; }
    [[nodiscard]] Image smallResult(const Image& result) const;

private:
    struct Level {
        Image composite;
        Image real;
        Mask mask; ///< 0 and 255 only
    };
    [[nodiscard]] Image pasted(const Image& result, const Level& level) const;

    Level m_native;
    Level m_small;
    PasteBackground m_paste;
    double m_ratio = 0.0;
};

} // namespace dh
