#include "app/cli/pack_builder.h"
#include "app/cli/pack_pictures.h"

#include "core/base/error.h"
#include "core/imaging/image_file.h"
#include "core/train/data/photo_pack.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

namespace
{

namespace fs = std::filesystem;

/// Every pixel in colour (x, y, value).
dh::Image picture(int width, int height, int value)
{
    dh::ImageBuffer buffer({width, height}, 3, dh::SampleType::U8);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            auto* at = buffer.row<std::uint8_t>(y) + 3 * x;
            at[0] = static_cast<std::uint8_t>(x);
            at[1] = static_cast<std::uint8_t>(y);
            at[2] = static_cast<std::uint8_t>(value);
        }
    }
    return std::move(buffer).finish();
}

/// Left third 0, middle third `first`, right third `second`.
dh::Image stripes(int width, int height, std::array<int, 3> first, std::array<int, 3> second)
{
    dh::ImageBuffer buffer({width, height}, 3, dh::SampleType::U8);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c)
                buffer.row<std::uint8_t>(y)[3 * x + c] = static_cast<std::uint8_t>(3 * x < width       ? 0
                                                                                   : 3 * x < 2 * width ? first[c]
                                                                                                       : second[c]);
        }
    }
    return std::move(buffer).finish();
}

class Folder
{
public:
    Folder()
    {
        fs::create_directory(path("photos"));
        fs::create_directory(path("masks"));
    }
    [[nodiscard]] fs::path path(const std::string& name) const
    {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    void writeText(const std::string& name, const std::string& text) const
    {
        std::ofstream(path(name), std::ios::binary) << text;
    }
    [[nodiscard]] dh::PackOptions options() const
    {
        dh::PackOptions options;
        options.photos = {path("photos")};
        options.masks = {path("masks")};
        options.output = path("out.pack");
        options.longSide = 30;
        return options;
    }

private:
    QTemporaryDir m_folder;
};

dh::PackSummary build(const dh::PackOptions& options)
{
    dh::NullProgressSink progress;
    return dh::buildPack(options, progress, {});
}

} // namespace

class PackBuilderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void packsPhotosAndMasks()
    {
        const Folder folder;
        dh::writeImageFile(folder.path("photos/a.png"), picture(60, 40, 7));
        dh::writeImageFile(folder.path("photos/b.png"), picture(24, 30, 9));
        dh::writeImageFile(folder.path("masks/a.png"), stripes(60, 40, {1, 1, 1}, {2, 2, 2}));
        const dh::PackSummary summary = build(folder.options());
        QCOMPARE(summary.photos, 2);
        QCOMPARE(summary.photosWithRegions, 1);
        QVERIFY(summary.problems.empty());
        const dh::PhotoPack pack(folder.path("out.pack"));
        const dh::PackedPhoto& a = pack.photos()[0];
        QCOMPARE(a.width, 30);
        QCOMPARE(a.height, 20);
        // The mean of columns 2 and 3, rows 0 and 1.
        QVERIFY(std::abs(a.rgb[3] - 2.5) <= 0.5);
        QVERIFY(std::abs(a.rgb[4] - 0.5) <= 0.5);
        QCOMPARE(int(a.rgb[5]), 7);
        QCOMPARE(int(a.regions[5]), 0);
        QCOMPARE(int(a.regions[15]), 1);
        QCOMPARE(int(a.regions[25]), 2);
        QCOMPARE(pack.photos()[1].height, 30);
        QVERIFY(pack.photos()[1].regions.empty());
    }

    void cutsRegionsWhereNoMaskIs()
    {
        const Folder folder;
        // Three colours for three thirds; the mask knows the middle one.
        const dh::Image photo = stripes(30, 20, {200, 40, 40}, {40, 40, 200});
        dh::writeImageFile(folder.path("photos/a.png"), photo);
        dh::writeImageFile(folder.path("photos/b.png"), photo);
        dh::writeImageFile(folder.path("masks/a.png"), stripes(30, 20, {7, 7, 7}, {0, 0, 0}));
        dh::PackOptions options = folder.options();
        options.cutRegions = 255;
        QCOMPARE(build(options).photosWithRegions, 2);
        const dh::PhotoPack pack(folder.path("out.pack"));
        const auto& masked = pack.photos()[0].regions;
        QCOMPARE(int(masked[15]), 7);
        QVERIFY(masked[5] > 7);
        QVERIFY(masked[25] > 7);
        QVERIFY(masked[5] != masked[25]);
        const auto& unmasked = pack.photos()[1].regions;
        QVERIFY(unmasked[5] > 0 && unmasked[15] > 0 && unmasked[25] > 0);
        QVERIFY(unmasked[5] != unmasked[15] && unmasked[15] != unmasked[25]);

        // The only object of a usual mask is 255, which is no cut region.
        dh::writeImageFile(folder.path("masks/a.png"), stripes(30, 20, {255, 255, 255}, {0, 0, 0}));
        options.cutRegions = 128;
        options.output = folder.path("white.pack");
        (void)build(options);
        const dh::PhotoPack white(folder.path("white.pack"));
        QCOMPARE(int(white.photos()[0].regions[15]), 1);
        QVERIFY(white.photos()[0].regions[5] >= dh::kFirstCutLabel);

        options.cutRegions = 1;
        options.output = folder.path("one.pack");
        (void)build(options);
        const dh::PhotoPack one(folder.path("one.pack"));
        // One, told from objects by its label.
        QCOMPARE(int(*std::ranges::max_element(one.photos()[1].regions)), int(dh::kFirstCutLabel));
    }

    void namesBrokenFiles()
    {
        const Folder folder;
        dh::writeImageFile(folder.path("photos/good.png"), picture(20, 20, 7));
        dh::writeImageFile(folder.path("photos/wide.png"), picture(20, 10, 7));
        dh::writeImageFile(folder.path("masks/wide.png"), stripes(20, 20, {1, 1, 1}, {2, 2, 2}));
        folder.writeText("photos/empty.jpg", "");
        folder.writeText("photos/text.png", "not a picture");
        folder.writeText("photos/notes.txt", "left alone");
        const dh::PackSummary summary = build(folder.options());
        QCOMPARE(summary.photos, 1);
        QCOMPARE(summary.problems.size(), std::size_t(3));
        for (const char* name : {"empty.jpg", "text.png", "wide.png"}) {
            QVERIFY2(std::ranges::any_of(summary.problems,
                                         [name](const std::string& text) { return text.find(name) != text.npos; }),
                     name);
        }
    }

    void masksBecomeLabels_data()
    {
        QTest::addColumn<QList<int>>("colours");
        QTest::addColumn<QList<int>>("labels");
        QTest::newRow("index values") << QList<int>{3, 3, 3, 100, 100, 100} << QList<int>{0, 3, 100};
        QTest::newRow("those of cut regions") << QList<int>{3, 3, 3, 200, 200, 200} << QList<int>{0, 1, 2};
        QTest::newRow("palette colours") << QList<int>{128, 0, 0, 0, 128, 0} << QList<int>{0, 1, 2};
    }
    void masksBecomeLabels()
    {
        QFETCH(QList<int>, colours);
        QFETCH(QList<int>, labels);
        const Folder folder;
        dh::writeImageFile(folder.path("mask.png"),
                           stripes(30, 10, {colours[0], colours[1], colours[2]}, {colours[3], colours[4], colours[5]}));
        const dh::PackedBytes packed = dh::readPackedRegions(folder.path("mask.png"), 15, 5);
        QCOMPARE(packed.samples.size(), std::size_t(75));
        QCOMPARE(int(packed.samples[2]), labels[0]);
        QCOMPARE(int(packed.samples[7]), labels[1]);
        QCOMPARE(int(packed.samples[12]), labels[2]);
    }

    void softMasksAreOneRegion()
    {
        const Folder folder;
        dh::ImageBuffer buffer({256, 2}, 3, dh::SampleType::U8);
        for (int y = 0; y < 2; ++y) {
            for (int i = 0; i < 256 * 3; ++i)
                buffer.row<std::uint8_t>(y)[i] = static_cast<std::uint8_t>(i / 3);
        }
        dh::writeImageFile(folder.path("mask.png"), std::move(buffer).finish());
        const dh::PackedBytes packed = dh::readPackedRegions(folder.path("mask.png"), 256, 2);
        QCOMPARE(int(packed.samples[127]), 0);
        QCOMPARE(int(packed.samples[128]), 1);
        QCOMPARE(std::ranges::count(packed.samples, 1), 256);
    }

    void staysBelowTheLimit()
    {
        const Folder folder;
        for (int i = 0; i < 10; ++i)
            dh::writeImageFile(folder.path("photos/" + std::to_string(i) + ".png"), picture(20, 20, i));
        dh::PackOptions options = folder.options();
        options.mostBytes = 4 * 20 * 20 * 3 + 10;
        const dh::PackSummary summary = build(options);
        QCOMPARE(summary.photos, 4);
        QCOMPARE(summary.leftOut, 6);
        QVERIFY(summary.bytes <= options.mostBytes);
    }

    void packsPairs()
    {
        const Folder folder;
        for (const char* name : {"SUB", "SUB/composite_images", "SUB/masks", "SUB/real_images"})
            fs::create_directory(folder.path(name));
        dh::writeImageFile(folder.path("SUB/composite_images/c1_2_3.png"), picture(60, 40, 50));
        dh::writeImageFile(folder.path("SUB/real_images/c1.png"), picture(60, 40, 90));
        dh::writeImageFile(folder.path("SUB/masks/c1_2.png"), stripes(60, 40, {0, 0, 0}, {255, 255, 255}));
        folder.writeText("IHD_train.txt", "SUB/composite_images/c1_2_3.png\nSUB/composite_images/c9_1_1.png\n");
        dh::PackOptions options = folder.options();
        options.photos.clear();
        options.masks.clear();
        options.pairs = {folder.path("IHD_train.txt")};
        const dh::PackSummary summary = build(options);
        QCOMPARE(summary.pairs, 1);
        QCOMPARE(summary.problems.size(), std::size_t(1));
        const dh::PhotoPack pack(folder.path("out.pack"));
        QCOMPARE(int(pack.pairs()[0].real[2]), 90);
        QCOMPARE(int(pack.pairs()[0].composite[2]), 50);
        QCOMPARE(int(pack.pairs()[0].mask[5]), 0);
        QCOMPARE(int(pack.pairs()[0].mask[25]), 255);
    }

    void cancelLeavesNothing()
    {
        const Folder folder;
        dh::writeImageFile(folder.path("photos/a.png"), picture(20, 20, 7));
        dh::CancelSource cancel;
        cancel.cancel();
        dh::NullProgressSink progress;
        QVERIFY_EXCEPTION_THROWN((void)dh::buildPack(folder.options(), progress, cancel.token()), dh::Cancelled);
        QCOMPARE(std::distance(fs::directory_iterator(folder.path(".")), fs::directory_iterator()), 2);
    }

    void nothingUsableIsAnError()
    {
        const Folder folder;
        folder.writeText("photos/text.png", "not a picture");
        QVERIFY_EXCEPTION_THROWN((void)build(folder.options()), dh::Error);
        QVERIFY(!fs::exists(folder.path("out.pack")));
    }
};

QTEST_GUILESS_MAIN(PackBuilderTest)
#include "pack_builder_test.moc"
