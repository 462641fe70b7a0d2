#include "app/cli/pack_builder.h"

#include "app/cli/error_text.h"
#include "app/cli/interruptible.h"
#include "app/cli/pack_pictures.h"

#include "core/evaluate/pair_list.h"
#include "core/train/data/counter_random.h"
#include "core/train/data/illumination_file.h"
#include "core/train/data/photo_pack_writer.h"

#include <algorithm>
#include <map>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

/// So many lines of progress are enough where each stays on the screen.
constexpr int kReports = 50;

/// A photograph, or a pair when `composite` is set.
struct PackItem {
    fs::path real;
    fs::path mask; ///< may be empty for a photograph
    fs::path composite;
};

std::vector<fs::path> picturesIn(const fs::path& folder)
{
    std::error_code error;
    std::error_code ignored; // of a link to nothing
    std::vector<fs::path> pictures;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.is_regular_file(ignored) && isPictureName(entry.path()))
            pictures.push_back(entry.path());
    }
    if (error)
        throw errorFromErrno(error.value(), folder, ErrorCode::FileUnreadable);
    std::sort(pictures.begin(), pictures.end());
    return pictures;
}

void addPhotos(const fs::path& folder, const fs::path& masks, std::vector<PackItem>& items)
{
    std::map<std::string, fs::path> maskOf;
    if (!masks.empty()) {
        for (const fs::path& mask : picturesIn(masks))
            maskOf[mask.stem().string()] = mask;
    }
    for (const fs::path& photo : picturesIn(folder)) {
        const auto found = maskOf.find(photo.stem().string());
        items.push_back({photo, found == maskOf.end() ? fs::path() : found->second, {}});
    }
}

std::vector<PackItem> itemsOf(const PackOptions& options, std::vector<std::string>& problems)
{
    std::vector<PackItem> items;
    for (std::size_t i = 0; i < options.photos.size(); ++i)
        addPhotos(options.photos[i], options.masks.empty() ? fs::path() : options.masks[i], items);
    for (const fs::path& list : options.pairs) {
        for (const EvaluationPair& pair : readPairList(list)) {
            if (pair.problem.empty())
                items.push_back({pair.real, pair.mask, pair.composite});
            else
                problems.push_back(pair.name + ": " + pair.problem);
        }
    }
    return items;
}

/// @throws Error FileUnwritable when the pack would take the place of what it is made of
void requireNoInput(const PackOptions& options, const std::vector<PackItem>& items)
{
    std::error_code ignored; // of what isn't there
    const auto isOutput = [&](const fs::path& input) { return fs::equivalent(options.output, input, ignored); };
    const bool isTaken = std::any_of(items.begin(), items.end(), [&isOutput](const PackItem& item) {
        return isOutput(item.real) || isOutput(item.mask) || isOutput(item.composite);
    });
    if (isTaken || isOutput(options.illuminations) || std::any_of(options.pairs.begin(), options.pairs.end(), isOutput))
        throw Error(ErrorCode::FileUnwritable, options.output.string(), kDetailIsInput);
}

/// Fisher and Yates; the same order every time.
void shuffle(std::vector<PackItem>& items)
{
    CounterRandom random(0, 0);
    for (int i = static_cast<int>(items.size()) - 1; i > 0; --i)
        std::swap(items[static_cast<std::size_t>(i)], items[static_cast<std::size_t>(random.below(i + 1))]);
}

/// The decoded pictures of one item.
struct PackedItem {
    PackedBytes real;
    PackedBytes composite;
    PackedBytes mask; ///< regions of a photograph

    [[nodiscard]] std::uint64_t size() const
    {
        return real.samples.size() + composite.samples.size() + mask.samples.size();
    }
};

PackedItem readItem(const PackItem& item, int longSide, int cutRegions)
{
    PackedItem packed;
    packed.real = readPackedColours(item.real, longSide);
    const auto& [width, height, samples] = packed.real;
    if (item.composite.empty()) {
        if (!item.mask.empty())
            packed.mask = readPackedRegions(item.mask, width, height);
        if (cutRegions > 0)
            cutPackedRegions(packed.real, cutRegions, packed.mask);
        return packed;
    }
    packed.composite = readPackedColours(item.composite, longSide);
    if (packed.composite.width != width || packed.composite.height != height)
        throw Error(ErrorCode::SizeMismatch, item.composite.string(), "its real picture has another shape");
    packed.mask = readPackedMask(item.mask, width, height);
    return packed;
}

void write(const PackedItem& packed, PhotoPackWriter& writer)
{
    const auto& [width, height, real] = packed.real;
    if (packed.composite.samples.empty())
        writer.add(PackedPhoto{width, height, real, packed.mask.samples});
    else
        writer.add(PackedPair{width, height, real, packed.composite.samples, packed.mask.samples});
}

Error nothingPacked(const PackOptions& options, const PackSummary& summary)
{
    if (summary.leftOut > 0)
        return {ErrorCode::InvalidArgument, "--max-bytes", "not even one picture has room in it"};
    std::string detail = summary.problems.empty() ? "there are no pictures" : "none of the pictures could be used";
    for (const std::string& problem : summary.problems)
        detail += "\n" + problem;
    return {ErrorCode::InvalidArgument, options.photos.empty() ? "--ihm4" : "--photos", detail};
}

} // namespace

PackSummary buildPack(const PackOptions& options, ProgressSink& progress, const CancelToken& cancel)
{
    PackSummary summary;
    std::vector<PackItem> items = itemsOf(options, summary.problems);
    requireNoInput(options, items);
    if (options.mostBytes > 0)
        shuffle(items);
    PhotoPackWriter writer(options.output, options.longSide);
    if (!options.illuminations.empty()) {
        std::vector<Illumination> illuminations = readIlluminationFile(options.illuminations);
        summary.illuminations = static_cast<int>(illuminations.size());
        writer.setIlluminations(std::move(illuminations));
    }
    const int count = static_cast<int>(items.size());
    const int reportEvery = std::max(1, count / kReports);
    WeightedProgress steps(progress, {{Stage::Prepare, 1.0, count}});
    for (int i = 0; i < count; ++i) {
        const PackItem& item = items[static_cast<std::size_t>(i)];
        if (i % reportEvery == 0)
            steps.report(Stage::Prepare, static_cast<double>(i) / count, i);
        try {
            const PackedItem packed = interruptible(cancel, [item, side = options.longSide, cut = options.cutRegions] {
                return readItem(item, side, cut);
            });
            if (options.mostBytes > 0 && writer.size() + packed.size() > options.mostBytes) {
                summary.leftOut = count - i;
                break;
            }
            summary.photosWithRegions += item.composite.empty() && !packed.mask.samples.empty() ? 1 : 0;
            write(packed, writer);
        } catch (const Error& error) {
            if (error.subject() == options.output.string())
                throw;
            summary.problems.push_back(errorSentence(error));
        }
    }
    cancel.throwIfCancelled();
    summary.photos = writer.photoCount();
    summary.pairs = writer.pairCount();
    summary.bytes = writer.size();
    if (summary.photos + summary.pairs == 0)
        throw nothingPacked(options, summary);
    writer.finish();
    return summary;
}

} // namespace dh
