#include "core/evaluate/pair_scorer.h"

#include "core/base/error.h"
#include "core/imaging/resample.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dh
{

namespace
{

constexpr int kRgb = 3;
constexpr Size kEvaluationSize{kEvaluationSide, kEvaluationSide};

/// As Pillow's convert("RGB"): alpha is dropped.
Image asRgb8(const Image& image)
{
    if (image.type() == SampleType::U8 && !image.hasAlpha())
        return image;
    return imageFromPlanar(planarFromImage(image), SampleType::U8);
}

PictureErrors errorsBetween(const Image& result, const Image& real, const Mask& mask)
{
    const Metrics metrics = compareImages(result, real, mask);
    return {metrics.mse, metrics.fmse, metrics.backgroundMse};
}

} // namespace

double psnrOf(double mse)
{
    constexpr double kDataRange = 255.0;
    return mse > 0.0 ? 10.0 * std::log10(kDataRange * kDataRange / mse) : std::numeric_limits<double>::infinity();
}

PairScorer::PairScorer(const Image& composite, const Mask& mask, const Image& real, PasteBackground paste)
    : m_native{asRgb8(composite), asRgb8(real), ditheredLikePillow(mask)}, m_paste(paste)
{
    if (composite.size() != mask.size())
        throw Error(ErrorCode::SizeMismatch, "", "the mask hasn't the composite's size");
    m_small.composite = resizedLikePillow(m_native.composite, kEvaluationSize);
    m_small.real = resizedLikePillow(m_native.real, kEvaluationSize);
    m_small.mask = resizedNearestLikePillow(m_native.mask, kEvaluationSize);
    m_ratio = m_small.mask.coverage() / static_cast<double>(kEvaluationSize.area());
    if (m_ratio == 0.0)
        throw Error(ErrorCode::EmptyMask, "", "nothing of it is left at 256 x 256 pixels");
}

Image PairScorer::pasted(const Image& result, const Level& level) const
{
    if (m_paste == PasteBackground::None)
        return result;
    const Image& background = m_paste == PasteBackground::Real ? level.real : level.composite;
    ImageBuffer buffer(background);
    for (int y = 0; y < result.height(); ++y) {
        const std::uint8_t* mask = level.mask.row(y);
        const std::uint8_t* from = result.row<std::uint8_t>(y);
        std::uint8_t* to = buffer.row<std::uint8_t>(y);
        for (int x = 0; x < result.width(); ++x) {
            if (mask[x] != 0)
                std::copy_n(from + x * kRgb, kRgb, to + x * kRgb);
        }
    }
    return std::move(buffer).finish();
}

Image PairScorer::smallResult(const Image& result) const
{
    return pasted(resizedLikePillow(asRgb8(result), kEvaluationSize), m_small);
}

PairScore PairScorer::score(const Image& result) const
{
    PairScore score;
    score.evaluation = errorsBetween(smallResult(result), m_small.real, m_small.mask);
    const Size size = result.size();
    if (size == m_native.real.size() && size == m_native.mask.size())
        score.native = errorsBetween(pasted(asRgb8(result), m_native), m_native.real, m_native.mask);
    return score;
}

} // namespace dh
