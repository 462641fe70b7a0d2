#include "app/cli/pack_pictures.h"

#include "app/cli/text_format.h"

#include "core/base/error.h"
#include "core/imaging/colour.h"
#include "core/imaging/colour_regions.h"
#include "core/imaging/image_file.h"
#include "core/imaging/resample.h"
#include "core/train/data/photo_pack.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace dh
{

namespace
{

constexpr int kLabels = 256;
/// Index masks have few values; what has more is a soft mask.
constexpr int kMostShades = 64;
constexpr std::uint8_t kSoftThreshold = 128;

Size shrunkSize(Size size, int longSide)
{
    const int longer = std::max(size.width, size.height);
    if (longer <= longSide)
        return size;
    const double scale = static_cast<double>(longSide) / longer;
    return {std::max(1, static_cast<int>(std::lround(size.width * scale))),
            std::max(1, static_cast<int>(std::lround(size.height * scale)))};
}

/// Shrinking rounds, so the shapes may differ by about a pixel of the smaller picture.
void requireShape(const std::filesystem::path& file, Size mask, int width, int height)
{
    const double stretch = static_cast<double>(mask.width) * height / (static_cast<double>(mask.height) * width);
    const double tolerance = 1.5 / std::min(width, height);
    if (mask.width < width || mask.height < height || std::abs(stretch - 1.0) > tolerance)
        throw Error(ErrorCode::SizeMismatch, file.string(), "it has " + sizeText(mask) + " pixels");
}

bool isGrey(const Image& image)
{
    for (int y = 0; y < image.height(); ++y) {
        const auto* at = image.row<std::uint8_t>(y);
        for (int x = 0; x < image.width(); ++x, at += image.channels()) {
            if (at[0] != at[1] || at[0] != at[2])
                return false;
        }
    }
    return true;
}

std::vector<std::uint8_t> greyLabels(const Image& image)
{
    std::vector<std::uint8_t> labels;
    labels.reserve(static_cast<std::size_t>(image.size().area()));
    std::array<bool, kLabels> isUsed{};
    for (int y = 0; y < image.height(); ++y) {
        const auto* at = image.row<std::uint8_t>(y);
        for (int x = 0; x < image.width(); ++x, at += image.channels()) {
            labels.push_back(*at);
            isUsed[*at] = true;
        }
    }
    if (std::count(isUsed.begin(), isUsed.end(), true) > kMostShades) {
        for (std::uint8_t& label : labels)
            label = label >= kSoftThreshold ? 1 : 0;
    }
    return labels;
}

/// Labels stay as they are unless one would be taken for a cut region, as the usual 255 for the only object: then they
/// are numbered from 1 on.
void numberObjects(const std::filesystem::path& file, std::vector<std::uint8_t>& labels)
{
    if (std::none_of(labels.begin(), labels.end(), [](std::uint8_t label) { return label >= kFirstCutLabel; }))
        return;
    const std::set<std::uint8_t> used(labels.begin(), labels.end());
    std::array<std::uint8_t, kLabels> numbers{};
    int count = 0;
    for (const std::uint8_t label : used) {
        if (label > 0)
            numbers[label] = static_cast<std::uint8_t>(++count);
    }
    if (count >= kFirstCutLabel)
        throw Error(ErrorCode::UnsupportedFormat, file.string(),
                    "it has " + std::to_string(count) + " objects, but " + std::to_string(kFirstCutLabel - 1) +
                        " are the most");
    for (std::uint8_t& label : labels)
        label = numbers[label];
}

std::vector<std::uint8_t> colourLabels(const std::filesystem::path& file, const Image& image)
{
    std::map<std::array<std::uint8_t, 3>, std::uint8_t> labelOf{{{0, 0, 0}, 0}};
    std::vector<std::uint8_t> labels;
    labels.reserve(static_cast<std::size_t>(image.size().area()));
    for (int y = 0; y < image.height(); ++y) {
        const auto* at = image.row<std::uint8_t>(y);
        for (int x = 0; x < image.width(); ++x, at += image.channels()) {
            const auto [found, isNew] =
                labelOf.try_emplace({at[0], at[1], at[2]}, static_cast<std::uint8_t>(labelOf.size()));
            if (isNew && labelOf.size() > kLabels)
                throw Error(ErrorCode::UnsupportedFormat, file.string(),
                            "it has too many colours for a mask of regions");
            labels.push_back(found->second);
        }
    }
    return labels;
}

std::uint8_t mostFrequent(const std::vector<std::uint8_t>& labels, int pitch, const Rect& area)
{
    std::array<int, kLabels> counts{};
    std::uint8_t best = 0;
    for (int y = area.y; y < area.bottom(); ++y) {
        for (int x = area.x; x < area.right(); ++x) {
            const std::uint8_t label = labels[static_cast<std::size_t>(y) * pitch + x];
            if (++counts[label] > counts[best])
                best = label;
        }
    }
    return best;
}

/// The source pixels under target pixel `at`, by their centres and at least one.
struct Span {
    int begin;
    int count;
};
Span sourceSpan(int at, int source, int target)
{
    const int begin = static_cast<int>(static_cast<long long>(at) * source / target);
    const int end = static_cast<int>(static_cast<long long>(at + 1) * source / target);
    return {begin, std::max(1, end - begin)};
}

} // namespace

PackedBytes readPackedColours(const std::filesystem::path& file, int longSide)
{
    const Image image = readImageFile(file).image;
    PlanarImage planar = planarFromImage(image);
    ColourTransform(image.iccProfile()).toSrgb(planar);
    const Size size = shrunkSize(image.size(), longSide);
    const Image packed = imageFromPlanar(size == planar.size ? planar : resized(planar, size), SampleType::U8);
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(packed.bytes());
    return {size.width, size.height, {bytes, bytes + packed.sizeInBytes()}};
}

PackedBytes readPackedRegions(const std::filesystem::path& file, int width, int height)
{
    const Image image = convertedToType(readImageFile(file).image, SampleType::U8);
    requireShape(file, image.size(), width, height);
    std::vector<std::uint8_t> labels = isGrey(image) ? greyLabels(image) : colourLabels(file, image);
    numberObjects(file, labels);
    PackedBytes packed{width, height, {}};
    packed.samples.reserve(static_cast<std::size_t>(width) * height);
    for (int y = 0; y < height; ++y) {
        const Span rows = sourceSpan(y, image.height(), height);
        for (int x = 0; x < width; ++x) {
            const Span columns = sourceSpan(x, image.width(), width);
            packed.samples.push_back(
                mostFrequent(labels, image.width(), {columns.begin, rows.begin, columns.count, rows.count}));
        }
    }
    return packed;
}

void cutPackedRegions(const PackedBytes& colours, int most, PackedBytes& regions)
{
    const auto* bytes = reinterpret_cast<const std::byte*>(colours.samples.data());
    const Image image({colours.width, colours.height}, 3, SampleType::U8, {bytes, bytes + colours.samples.size()});
    const std::vector<std::uint8_t> cut = colourRegions(image);
    if (regions.samples.empty())
        regions = {colours.width, colours.height, std::vector<std::uint8_t>(cut.size(), 0)};
    const int taken =
        std::max<int>(kFirstCutLabel - 1, *std::max_element(regions.samples.begin(), regions.samples.end()));
    const int last = std::min(most, kLabels - 1 - taken);
    for (std::size_t i = 0; i < cut.size(); ++i) {
        if (regions.samples[i] == 0 && cut[i] > 0 && cut[i] <= last)
            regions.samples[i] = static_cast<std::uint8_t>(taken + cut[i]);
    }
}

PackedBytes readPackedMask(const std::filesystem::path& file, int width, int height)
{
    const Mask mask = readMaskFile(file);
    requireShape(file, mask.size(), width, height);
    const Size size{width, height};
    const Mask packed = mask.size() == size ? mask : resized(mask, size);
    return {width, height, {packed.row(0), packed.row(0) + size.area()}};
}

} // namespace dh
