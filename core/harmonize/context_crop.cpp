#include "core/harmonize/context_crop.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace dh
{
namespace
{

/// What the networks' sides must be divisible by: eight of the VAE times eight of the UNet.
constexpr int kSideStep = 64;

/// Background on each side, in geometric means of the box's sides: a square subject then takes 1 / 1.8^2 = 31 % of the
/// crop.
constexpr double kMargin = 0.4;

/// Pixels that the picture doesn't have tell the networks nothing, whereas background does.
constexpr double kMaxMagnification = 2.0;

/// Distortion (log of the ratio of the two axes' scales) that nobody sees, and what each further unit of it costs, in
/// units of log area.
constexpr double kFreeDistortion = 0.01;
constexpr double kDistortionCost = 20.0;

/// Too little background is worse than the same factor too much.
constexpr double kMissingAreaCost = 2.0;

struct SizeF {
    double width = 0.0;
    double height = 0.0;
};

SizeF wantedSize(Size picture, const Rect& box, int resolution)
{
    const double margin = kMargin * std::sqrt(static_cast<double>(box.width) * box.height);
    SizeF wanted{box.width + 2.0 * margin, box.height + 2.0 * margin};
    const double longest = std::max(wanted.width, wanted.height);
    const double growth = std::max(0.0, resolution / kMaxMagnification - longest);
    wanted.width = std::min<double>(wanted.width + growth, picture.width);
    wanted.height = std::min<double>(wanted.height + growth, picture.height);
    return wanted;
}

int clampedRound(double value, int lowest, int highest)
{
    return std::clamp(static_cast<int>(std::lround(value)), lowest, highest);
}

/// The smallest crop of the aspect of `inference` that holds `wanted`, cut down to the picture and never below the box.
Size cropSize(Size inference, const SizeF& wanted, const Rect& box, Size picture)
{
    const double scaleForWanted = std::max(wanted.width / inference.width, wanted.height / inference.height);
    const double scaleInPicture = std::min(static_cast<double>(picture.width) / inference.width,
                                           static_cast<double>(picture.height) / inference.height);
    const double scale = std::min(scaleForWanted, scaleInPicture);
    return {clampedRound(inference.width * scale, box.width, picture.width),
            clampedRound(inference.height * scale, box.height, picture.height)};
}

double cost(Size crop, Size inference, const SizeF& wanted)
{
    const double horizontalScale = static_cast<double>(inference.width) / crop.width;
    const double verticalScale = static_cast<double>(inference.height) / crop.height;
    const double distortion = std::abs(std::log(horizontalScale / verticalScale));
    const double area = std::log(static_cast<double>(crop.area()) / (wanted.width * wanted.height));
    return kDistortionCost * std::max(0.0, distortion - kFreeDistortion) +
           (area < 0.0 ? -kMissingAreaCost * area : area);
}

/// Where a side of `length` begins so that its middle is the box's, moved into the picture.
int centredStart(int boxStart, int boxLength, int length, int pictureLength)
{
    return std::clamp(boxStart - (length - boxLength) / 2, 0, pictureLength - length);
}

} // namespace

ContextCrop chooseContextCrop(Size picture, const Rect& maskBox, int resolution)
{
    assert(resolution >= kSideStep && resolution % kSideStep == 0);
    assert(!maskBox.isEmpty() && (Rect{0, 0, picture.width, picture.height}.contains(maskBox)));

    const SizeF wanted = wantedSize(picture, maskBox, resolution);
    ContextCrop best;
    Size bestSize;
    double bestCost = std::numeric_limits<double>::infinity();
    for (int shortSide = kSideStep; shortSide <= resolution; shortSide += kSideStep) {
        for (const Size inference : {Size{resolution, shortSide}, Size{shortSide, resolution}}) {
            const Size size = cropSize(inference, wanted, maskBox, picture);
            const double candidateCost = cost(size, inference, wanted);
            if (candidateCost < bestCost) {
                bestCost = candidateCost;
                bestSize = size;
                best.inferenceSize = inference;
            }
        }
    }
    best.area = {centredStart(maskBox.x, maskBox.width, bestSize.width, picture.width),
                 centredStart(maskBox.y, maskBox.height, bestSize.height, picture.height), bestSize.width,
                 bestSize.height};
    return best;
}

ContextCrop contextCropOf(Size picture, const Rect& maskBox, int resolution, const Rect& wanted)
{
    assert(resolution >= kSideStep && resolution % kSideStep == 0);
    const Rect whole{0, 0, picture.width, picture.height};
    assert(!maskBox.isEmpty() && whole.contains(maskBox));

    ContextCrop crop{wanted.intersected(whole).united(maskBox), {}};
    double least = std::numeric_limits<double>::infinity();
    for (int shortSide = kSideStep; shortSide <= resolution; shortSide += kSideStep) {
        for (const Size inference : {Size{resolution, shortSide}, Size{shortSide, resolution}}) {
            const double horizontalScale = static_cast<double>(inference.width) / crop.area.width;
            const double verticalScale = static_cast<double>(inference.height) / crop.area.height;
            const double distortion = std::abs(std::log(horizontalScale / verticalScale));
            if (distortion < least) {
                least = distortion;
                crop.inferenceSize = inference;
            }
        }
    }
    return crop;
}

int subjectSide(const ContextCrop& crop, const Rect& maskBox)
{
    const double width = static_cast<double>(maskBox.width) * crop.inferenceSize.width / crop.area.width;
    const double height = static_cast<double>(maskBox.height) * crop.inferenceSize.height / crop.area.height;
    return static_cast<int>(std::lround(std::max(width, height)));
}

} // namespace dh
