// How long a JPEG of 24 megapixels takes to show its first pixels and to be there; both run side by side, as in the
// window. Then what each format costs to write and to read.

#include "ui/files/file_chooser.h"
#include "ui/files/picture_source.h"

#include <QGuiApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace
{

constexpr dh::Size kNative{6000, 4000};
constexpr int kRepeats = 9;
constexpr int kFewRepeats = 3;
constexpr int kQuality = 92;
constexpr std::uint64_t kPlentyOfMemory = std::uint64_t{1} << 40U;

/// Smooth shapes with grain, so that it packs about as a photo does.
dh::Image photo()
{
    dh::ImageBuffer buffer(kNative, 3, dh::SampleType::U8);
    std::uint32_t state = 1;
    for (int y = 0; y < kNative.height; ++y) {
        auto* row = buffer.row<std::uint8_t>(y);
        for (int x = 0; x < kNative.width; ++x) {
            state = state * 1664525U + 1013904223U;
            const double grain = ((state >> 24U) / 255.0 - 0.5) * 0.04;
            for (int c = 0; c < 3; ++c) {
                const double smooth = 0.5 + 0.3 * std::sin(x * 0.01 * (c + 1)) * std::cos(y * 0.013);
                *row++ = static_cast<std::uint8_t>((smooth + grain) * 255);
            }
        }
    }
    return std::move(buffer).finish();
}

double millisecondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

void print(const char* what, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    std::printf("%-36s best %7.1f, median %7.1f, worst %7.1f ms of %d\n", what, times.front(), times[times.size() / 2],
                times.back(), static_cast<int>(times.size()));
}

/// Processor time, which a busy machine doesn't change much.
void measureAlone(const char* what, const std::function<void()>& work)
{
    std::vector<double> times;
    for (int i = 0; i < kRepeats; ++i) {
        const std::clock_t begin = std::clock();
        work();
        times.push_back(1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    print(what, times);
}

void measureTogether(const std::filesystem::path& file)
{
    std::vector<double> previews;
    std::vector<double> wholes;
    for (int i = 0; i < kRepeats; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        double whole = 0.0;
        std::thread reader([&] {
            static_cast<void>(dh::readPicture({file, {}, 0}, kPlentyOfMemory));
            whole = millisecondsSince(begin);
        });
        static_cast<void>(dh::readQuickPreview(file));
        previews.push_back(millisecondsSince(begin));
        reader.join();
        wholes.push_back(whole);
    }
    print("first pixels, wall clock", previews);
    print("whole picture, wall clock", wholes);
}

void measureFormat(const std::filesystem::path& file, const dh::Image& picture)
{
    std::vector<double> writes;
    std::vector<double> reads;
    for (int i = 0; i < kFewRepeats; ++i) {
        auto begin = std::chrono::steady_clock::now();
        dh::writeImageFile(file, picture, {{}, kQuality});
        writes.push_back(millisecondsSince(begin));
        begin = std::chrono::steady_clock::now();
        static_cast<void>(dh::readPicture({file, {}, 0}, kPlentyOfMemory));
        reads.push_back(millisecondsSince(begin));
    }
    const std::string name = file.extension().string();
    std::printf("%s, %.1f MB\n", name.c_str(), static_cast<double>(std::filesystem::file_size(file)) / 1e6);
    print("  write, wall clock", writes);
    print("  read, wall clock", reads);
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    const QTemporaryDir folder;
    const std::filesystem::path file = dh::pathFrom(folder.filePath(QStringLiteral("photo.jpg")));
    const dh::Image picture = photo();
    dh::writeImageFile(file, picture, {{}, kQuality});
    std::printf("JPEG of 24 megapixels, %.1f MB\n", static_cast<double>(std::filesystem::file_size(file)) / 1e6);
    measureAlone("first pixels, processor", [&] { static_cast<void>(dh::readQuickPreview(file)); });
    measureAlone("whole picture, processor", [&] {
        static_cast<void>(dh::readPicture({file, {}, 0}, kPlentyOfMemory));
    });
    measureTogether(file);
    for (const char* name : {"photo.jpg", "photo.png", "photo.tif", "photo.webp"})
        measureFormat(dh::pathFrom(folder.filePath(QLatin1String(name))), picture);
    return 0;
}
