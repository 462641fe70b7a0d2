// What a document of 24 megapixels costs: save, open, autosave's hold on the caller, undo of a stroke.

#include "core/document/autosave.h"
#include "core/document/document.h"
#include "core/document/project_file.h"

#include <QTemporaryDir>
#include <QUndoStack>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>

namespace
{

constexpr dh::Size kNative{6000, 4000};
constexpr int kFewRepeats = 3;
constexpr int kManyRepeats = 200;
constexpr int kBrush = 300;

/// Smooth shapes with grain, so that it packs about as a photo does.
dh::Image photo(dh::SampleType type)
{
    dh::ImageBuffer buffer(kNative, 3, type);
    std::uint32_t state = 1;
    for (int y = 0; y < kNative.height; ++y)
        for (int x = 0; x < kNative.width; ++x)
            for (int c = 0; c < 3; ++c) {
                state = state * 1664525U + 1013904223U;
                const double smooth = 0.5 + 0.3 * std::sin(x * 0.002 * (c + 1)) * std::cos(y * 0.003);
                const double value = smooth + ((state >> 24U) / 255.0 - 0.5) * 0.03;
                const std::size_t i = static_cast<std::size_t>(x) * 3 + static_cast<std::size_t>(c);
                if (type == dh::SampleType::U8)
                    buffer.row<std::uint8_t>(y)[i] = static_cast<std::uint8_t>(value * 255);
                else
                    buffer.row<std::uint16_t>(y)[i] = static_cast<std::uint16_t>(value * 65535);
            }
    return std::move(buffer).finish();
}

dh::Mask disc()
{
    dh::Mask mask(kNative);
    for (int y = 0; y < kNative.height; ++y)
        for (int x = 0; x < kNative.width; ++x) {
            const double distance = std::hypot(x - kNative.width / 2, y - kNative.height / 2);
            mask.writableRow(y)[x] = static_cast<std::uint8_t>(std::clamp(1800.0 - distance, 0.0, 255.0));
        }
    return mask;
}

void measure(
    const char* what, int repeats, const std::function<void()>& work, const std::function<void()>& prepare = [] {})
{
    std::vector<double> times;
    double busy = 0.0;
    for (int i = 0; i < repeats; ++i) {
        prepare();
        const std::clock_t busySince = std::clock();
        const auto begin = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
        busy += 1000.0 * static_cast<double>(std::clock() - busySince) / CLOCKS_PER_SEC;
    }
    std::sort(times.begin(), times.end());
    std::printf("%-44s median %8.2f ms, worst %8.2f ms of %d (processors busy %8.2f ms)\n", what,
                times[times.size() / 2], times.back(), repeats, busy / repeats);
    std::fflush(stdout);
}

void stroke(dh::Document& document, int seed)
{
    const std::unique_ptr<dh::DocumentEdit> edit = document.beginEdit("Paint");
    for (int dab = 0; dab < 40; ++dab)
        edit->paintMask(1, [&](dh::Mask& mask) {
            const dh::Rect area{500 + dab * 100, 300 + (seed * 37) % 3000, kBrush, kBrush};
            for (int y = area.y; y < area.bottom(); ++y)
                for (int x = area.x; x < area.right(); ++x)
                    mask.writableRow(y)[x] = static_cast<std::uint8_t>((x * seed + y) & 255);
            return area;
        });
    edit->commit();
}

void measureFiles(const char* name, const dh::Composition& composition, const std::filesystem::path& file)
{
    const std::string label(name);
    measure((label + ": save").c_str(), kFewRepeats, [&] { dh::writeProject(file, {composition, {}}); });
    std::printf("%-44s %.1f MB\n", (label + ": file").c_str(), static_cast<double>(file_size(file)) / 1e6);
    measure((label + ": open").c_str(), kFewRepeats, [&] { (void)dh::readProject(file); });
}

} // namespace

int main()
{
    const QTemporaryDir temporary;
    const std::filesystem::path folder = temporary.path().toStdString();
    dh::Layer layer;
    layer.id = 1;
    layer.name = "Layer";
    layer.image = photo(dh::SampleType::U8);
    layer.mask = disc();
    layer.transform = dh::LayerTransform::fittedAndCentred(kNative, kNative, 0.5);
    dh::Composition background;
    background.background = photo(dh::SampleType::U8);
    dh::Composition composition = background;
    composition.layers = {layer};

    measureFiles("background only", background, folder / "background.dhs");
    measureFiles("background and layer, 8 bit", composition, folder / "composition.dhs");

    dh::Document document(std::uint64_t{1} << 30U);
    document.reset(composition);
    dh::Autosave autosave(folder / "recovery", std::chrono::seconds(1));
    int seed = 0;
    measure("stroke of 40 dabs", kManyRepeats / 4, [&] { stroke(document, ++seed); });
    measure(
        "undo of a stroke", kManyRepeats, [&] { document.history().undo(); }, [&] { stroke(document, ++seed); });
    measure(
        "autosave: changed()", kManyRepeats, [&] { autosave.changed(document.composition(), {}, {}); },
        [&] { stroke(document, ++seed); });
    measure("autosave: first copy", 1, [&] { autosave.flush(); });
    measure(
        "autosave: copy after a stroke", kFewRepeats, [&] { autosave.flush(); },
        [&] {
            stroke(document, ++seed);
            autosave.changed(document.composition(), {}, {});
        });
    measure("drag of the layer, one move", kManyRepeats / 4, [&] {
        const std::unique_ptr<dh::DocumentEdit> edit = document.beginEdit("Move");
        edit->changeLayer(1, [](dh::Layer& moved) { moved.transform.pivotInCanvas.x += 1; });
        edit->commit();
    });
    autosave.clean();
    return 0;
}
