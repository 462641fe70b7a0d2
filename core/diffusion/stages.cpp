#include "core/diffusion/stages.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace dh
{

namespace
{

/// Latent pixels that neighbouring tiles share. The decoder's convolutions see farther, but their weight fades quickly.
constexpr std::int64_t kTileOverlap = 16;
constexpr int kMostTilesPerSide = 16;

at::Tensor onModel(const Model& model, const at::Tensor& tensor)
{
    return tensor.to(model.type().device, model.type().activations);
}

int refinerLooks(const Model& model)
{
    return model.settings().refineMirrored ? 2 : 1;
}

at::Tensor mirrored(const at::Tensor& image)
{
    return image.flip({3});
}

at::Tensor decodeWhole(const Model& model, const at::Tensor& latents, const at::Tensor& composite,
                       const at::Tensor& mask, const at::Tensor& conditionNoise, const ForwardPass& pass)
{
    const at::Tensor unscaled = onModel(model, latents / model.vae().config().scalingFactor);
    const ConditionVae* vae = model.conditionVae();
    if (!vae)
        return model.vae().decode(unscaled, pass);
    const auto condition =
        vae->encodeCondition(onModel(model, at::cat({composite, mask.to(composite.scalar_type())}, 1)), pass);
    return vae->decode(unscaled, condition, condition.posterior.sample(onModel(model, conditionNoise)), pass);
}

struct Span {
    std::int64_t begin;
    std::int64_t end;
};

/// `count` overlapping spans that cover 0..size.
std::vector<Span> tileSpans(std::int64_t size, int count)
{
    std::vector<Span> spans;
    for (int i = 0; i < count; ++i) {
        const std::int64_t begin = size * i / count;
        const std::int64_t end = size * (i + 1) / count;
        spans.push_back({std::max<std::int64_t>(0, begin - (i > 0 ? kTileOverlap : 0)),
                         std::min(size, end + (i + 1 < count ? kTileOverlap : 0))});
    }
    return spans;
}

/// 1 inside, falling linearly to almost 0 over the overlap at each side that has a neighbour.
at::Tensor ramp(const Span& span, std::int64_t size, std::int64_t factor)
{
    const std::int64_t length = (span.end - span.begin) * factor;
    const auto overlap = static_cast<double>(2 * kTileOverlap * factor);
    const at::Tensor position = at::arange(length, at::kFloat) + 0.5;
    at::Tensor weight = at::ones({length});
    if (span.begin > 0)
        weight = at::minimum(weight, position / overlap);
    if (span.end < size)
        weight = at::minimum(weight, (static_cast<double>(length) - position) / overlap);
    return weight;
}

} // namespace

at::Tensor binarized(const at::Tensor& mask)
{
    return mask.ge(0.5).to(mask.scalar_type());
}

at::Tensor maskForLatents(const at::Tensor& binaryMask, std::int64_t height, std::int64_t width)
{
    return at::upsample_nearest2d(binaryMask, {height, width});
}

at::Tensor encodeComposite(const Model& model, const at::Tensor& composite, const at::Tensor& noise,
                           const ForwardPass& pass)
{
    const LatentDistribution posterior = model.vae().encode(onModel(model, composite), pass);
    const at::Tensor latents = model.encodesMean() ? posterior.mean : posterior.sample(onModel(model, noise));
    requireFinite(latents, "vae");
    return latents * model.vae().config().scalingFactor;
}

at::Tensor harmonizedLatents(const Model& model, const at::Tensor& x, const at::Tensor& compositeLatents)
{
    const double scale = model.settings().latentResidualScale;
    return scale > 0.0 ? compositeLatents.to(x.options()) + x / scale : x;
}

DecodePlan planDecode(const Vae& vae, std::int64_t height, std::int64_t width, std::uint64_t memory)
{
    const std::int64_t factor = vae.config().downsampling();
    DecodePlan plan;
    const auto fits = [&] {
        const std::int64_t tileHeight = height / plan.tilesDown + (plan.tilesDown > 1 ? 2 * kTileOverlap * factor : 0);
        const std::int64_t tileWidth =
            width / plan.tilesAcross + (plan.tilesAcross > 1 ? 2 * kTileOverlap * factor : 0);
        return vae.decodeMemory(std::min(tileHeight, height), std::min(tileWidth, width)) <= memory;
    };
    while (!fits() && plan.tilesAcross < kMostTilesPerSide) {
        // One tile more along the longer side of the tiles.
        if (height / plan.tilesDown >= width / plan.tilesAcross)
            ++plan.tilesDown;
        else
            ++plan.tilesAcross;
    }
    // A tile narrower than its overlaps would only cost time.
    const auto most = [&](std::int64_t side) {
        return static_cast<int>(std::max<std::int64_t>(1, side / factor / (2 * kTileOverlap)));
    };
    plan.tilesDown = std::min(plan.tilesDown, most(height));
    plan.tilesAcross = std::min(plan.tilesAcross, most(width));
    return plan;
}

at::Tensor decodeLatents(const Model& model, const at::Tensor& latents, const at::Tensor& composite,
                         const at::Tensor& binaryMask, const at::Tensor& conditionNoise, const DecodePlan& plan,
                         const ForwardPass& pass)
{
    at::Tensor picture;
    if (plan.tiles() == 1) {
        picture = decodeWhole(model, latents, composite, binaryMask, conditionNoise, pass).to(at::kCPU, at::kFloat);
    } else {
        const std::int64_t factor = model.vae().config().downsampling();
        const std::int64_t height = latents.size(2);
        const std::int64_t width = latents.size(3);
        at::Tensor sum = at::zeros({latents.size(0), 3, height * factor, width * factor});
        at::Tensor weights = at::zeros({1, 1, height * factor, width * factor});
        for (const Span& rows : tileSpans(height, plan.tilesDown)) {
            for (const Span& columns : tileSpans(width, plan.tilesAcross)) {
                const auto cut = [&](const at::Tensor& t, std::int64_t f) {
                    return t.narrow(2, rows.begin * f, (rows.end - rows.begin) * f)
                        .narrow(3, columns.begin * f, (columns.end - columns.begin) * f);
                };
                const at::Tensor tile = decodeWhole(model, cut(latents, 1), cut(composite, factor),
                                                    cut(binaryMask, factor), cut(conditionNoise, 1), pass)
                                            .to(at::kCPU, at::kFloat);
                const at::Tensor weight = at::outer(ramp(rows, height, factor), ramp(columns, width, factor));
                cut(sum, factor).add_(tile * weight);
                cut(weights, factor).add_(weight);
            }
        }
        picture = sum / weights;
    }
    requireFinite(picture, "vae");
    return picture;
}

at::Tensor resizedForRefiner(const at::Tensor& image, std::int64_t height, std::int64_t width)
{
    if (image.size(2) == height && image.size(3) == width)
        return image;
    return at::_upsample_bilinear2d_aa(image.to(at::kFloat), {height, width}, false).clamp(-1.0, 1.0);
}

at::Tensor refinerHint(const Model& model, const at::Tensor& harmonized, const at::Tensor& composite)
{
    constexpr double kSmoothSide = 32.0; // coarser than what a small autoencoder blurs
    if (model.settings().refineHint == Model::Settings::RefineHint::Picture)
        return harmonized;
    const std::int64_t height = composite.size(2);
    const std::int64_t width = composite.size(3);
    const double scale = std::min(1.0, kSmoothSide / static_cast<double>(std::max(height, width)));
    const auto side = [scale](std::int64_t length) {
        return std::max<std::int64_t>(1, std::llround(static_cast<double>(length) * scale));
    };
    const at::Tensor change = at::_upsample_bilinear2d_aa(harmonized - composite, {side(height), side(width)}, false);
    return (composite + at::_upsample_bilinear2d_aa(change, {height, width}, false)).clamp(-1.0, 1.0);
}

at::Tensor withoutNoise(const at::Tensor& picture, const at::Tensor& composite, const at::Tensor& mask,
                        double noiseLevel)
{
    if (noiseLevel == 0.0)
        return picture;
    constexpr double kHalfRange = 127.5; // levels from 0 to 1
    const at::Tensor before = composite.to(picture.options());
    const at::Tensor inside = mask.to(picture.options());
    const at::Tensor change = picture - before;
    const auto selected = inside.sum().item<double>() * static_cast<double>(picture.size(1));
    const double meanSquare = (change * change * inside).sum().item<double>() / std::max(1.0, selected);
    const double levels = std::sqrt(meanSquare) * kHalfRange;
    const double kept = 1.0 / (1.0 + std::pow(noiseLevel / levels, 4));
    return before + change * kept;
}

at::Tensor refineOnce(const Model& model, const at::Tensor& harmonized, const at::Tensor& mask,
                      const at::Tensor& composite, const ForwardPass& pass)
{
    const Refiner& refiner = *model.refiner();
    const auto type = harmonized.options();
    const ComputeType computed = model.refinerType();
    at::Tensor input =
        refiner.arrangeInput(harmonized, mask.to(type), composite.to(type)).to(computed.device, computed.activations);
    const std::int64_t multiple = refiner.multiple();
    const std::int64_t bottom = (multiple - input.size(2) % multiple) % multiple;
    const std::int64_t right = (multiple - input.size(3) % multiple) % multiple;
    if (bottom > 0 || right > 0)
        input = at::replication_pad2d(input, {0, right, 0, bottom});
    const at::Tensor refined = refiner.forward(input, pass).to(at::kCPU, at::kFloat);
    requireFinite(refined, "refiner");
    return refined.narrow(2, 0, harmonized.size(2)).narrow(3, 0, harmonized.size(3)).clamp(-1.0, 1.0);
}

at::Tensor refine(const Model& model, const at::Tensor& harmonized, const at::Tensor& mask, const at::Tensor& composite,
                  const ForwardPass& pass)
{
    const at::Tensor hint = refinerHint(model, harmonized, composite);
    at::Tensor refined = refineOnce(model, hint, mask, composite, pass);
    if (refinerLooks(model) > 1) {
        const at::Tensor inMirror = refineOnce(model, mirrored(hint), mirrored(mask), mirrored(composite), pass);
        refined = (refined + mirrored(inMirror)) / 2.0;
    }
    return withoutNoise(refined, composite, mask, model.settings().refineNoiseLevel);
}

int refineBlocks(const Model& model)
{
    return model.refiner()->blockCount() * refinerLooks(model);
}

double refineOperations(const Model& model, std::int64_t height, std::int64_t width)
{
    return model.refiner()->operations(height, width) * refinerLooks(model);
}

void requireFinite(const at::Tensor& tensor, const char* network)
{
    if (!at::isfinite(tensor).all().item<bool>())
        throw Error(ErrorCode::ModelNotFinite, network, "the network produced values that are no numbers");
}

} // namespace dh
