#include "core/base/error.h"
#include "core/train/data/illumination_file.h"
#include "core/train/data/photo_levels.h"
#include "core/train/data/random_crop.h"
#include "small_pack.h"

#include <QTest>

#include <cstring>
#include <fstream>
#include <limits>

using dh::ErrorCode;
using dh::PhotoPack;

namespace
{

/// Tensors of bytes that belong to a small valid pack, to be spoilt.
struct Tensors {
    std::map<std::string, std::vector<std::uint8_t>> bytes;
    std::map<std::string, dh::TensorToWrite> views;
    std::map<std::string, std::string> metadata{
        {"format", PhotoPack::kFormat}, {"version", PhotoPack::kVersion}, {"long_side", "4"}};

    void add(const std::string& key, std::vector<std::int64_t> shape, dh::DType type = dh::DType::U8)
    {
        std::size_t count = dh::dtypeSize(type);
        for (const std::int64_t extent : shape)
            count *= static_cast<std::size_t>(extent);
        bytes[key].assign(count, 0);
        views[key] = {type, std::move(shape), std::as_bytes(std::span(bytes[key]))};
    }
};

Tensors validPack()
{
    Tensors tensors;
    tensors.add("image/000000", {2, 4, 3});
    tensors.add("regions/000000", {2, 4});
    tensors.add("real/000000", {2, 4, 3});
    tensors.add("composite/000000", {2, 4, 3});
    tensors.add("mask/000000", {2, 4});
    tensors.add("illuminations", {1, 3, 11}, dh::DType::F32);
    return tensors;
}

/// The error of `work`, or an Internal one when it has none.
template <typename Work>
dh::Error errorOf(const Work& work)
{
    try {
        work();
    } catch (const dh::Error& error) {
        return error;
    }
    return {ErrorCode::Internal, "", "no error"};
}

QByteArray npy(const QByteArray& shape, qsizetype bytes)
{
    const QByteArray header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }\n";
    return QByteArray("\x93NUMPY\x01\x00", 8) + char(header.size()) + '\0' + header + QByteArray(bytes, '\0');
}

} // namespace

class PhotoPackTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip()
    {
        const SmallPack small;
        small.writePhotos();
        const PhotoPack pack(small.path());
        QCOMPARE(pack.longSide(), SmallPack::kWidth);
        QCOMPARE(pack.photos().size(), std::size_t(SmallPack::kPhotos));
        QVERIFY(pack.pairs().empty());
        QCOMPARE(pack.illuminations().size(), std::size_t(1));
        QVERIFY(pack.illuminations().front() == SmallPack::darker());
        for (int i = 0; i < SmallPack::kPhotos; ++i) {
            const dh::PackedPhoto& photo = pack.photos()[static_cast<std::size_t>(i)];
            QCOMPARE(photo.width, SmallPack::kWidth);
            QCOMPARE(photo.height, SmallPack::kHeight);
            QVERIFY(std::ranges::equal(photo.rgb, SmallPack::colours(i)));
            QVERIFY(std::ranges::equal(photo.regions, SmallPack::regions()));
        }
    }

    void pairsRoundTrip()
    {
        const SmallPack small;
        small.writePairs(3);
        const PhotoPack pack(small.path("pairs.pack"));
        QCOMPARE(pack.pairs().size(), std::size_t(3));
        QVERIFY(std::ranges::equal(pack.pairs()[1].real, SmallPack::colours(1)));
        QVERIFY(std::ranges::equal(pack.pairs()[1].composite, SmallPack::colours(2)));
    }

    void nothingStaysWithoutFinish()
    {
        const SmallPack small;
        {
            dh::PhotoPackWriter writer(small.path(), SmallPack::kWidth);
            const std::vector<std::uint8_t> rgb = SmallPack::colours(0);
            writer.add(dh::PackedPhoto{SmallPack::kWidth, SmallPack::kHeight, rgb, {}});
        }
        QVERIFY(std::filesystem::is_empty(small.path().parent_path()));
    }

    void refuses_data()
    {
        QTest::addColumn<int>("spoil");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const int corrupt = static_cast<int>(ErrorCode::CorruptFile);
        const int unreadable = static_cast<int>(ErrorCode::FileUnreadable);
        QTest::newRow("no format") << 0 << unreadable << "no pack";
        QTest::newRow("other version") << 1 << unreadable << "another version";
        QTest::newRow("long side in words") << 2 << corrupt << "longest side";
        QTest::newRow("two channels") << 3 << corrupt << "'image/000000' is no 8-bit picture";
        QTest::newRow("float picture") << 4 << corrupt << "'image/000000' is no 8-bit picture";
        QTest::newRow("regions of another size") << 5 << corrupt << "'regions/000000' has another size";
        QTest::newRow("no composite") << 6 << corrupt << "'composite/000000' is missing";
        QTest::newRow("mask of another size") << 7 << corrupt << "'mask/000000' has another size";
        QTest::newRow("ten coefficients") << 8 << corrupt << "n x 3 x 11";
        QTest::newRow("coefficient is no number") << 9 << corrupt << "not finite";
        QTest::newRow("empty picture") << 10 << corrupt << "'image/000000' is no 8-bit picture";
        QTest::newRow("nothing") << 11 << corrupt << "neither photographs nor pairs";
    }
    void refuses()
    {
        QFETCH(int, spoil);
        QFETCH(int, code);
        QFETCH(QString, words);
        Tensors tensors = validPack();
        const float notANumber = std::numeric_limits<float>::quiet_NaN();
        switch (spoil) {
        case 0:
            tensors.metadata.erase("format");
            break;
        case 1:
            tensors.metadata.insert_or_assign("version", std::string(1, '2'));
            break;
        case 2:
            tensors.metadata.insert_or_assign("long_side", std::string("four"));
            break;
        case 3:
            tensors.add("image/000000", {2, 4, 2});
            break;
        case 4:
            tensors.add("image/000000", {2, 4, 3}, dh::DType::F32);
            break;
        case 5:
            tensors.add("regions/000000", {4, 2});
            break;
        case 6:
            tensors.views.erase("composite/000000");
            break;
        case 7:
            tensors.add("mask/000000", {2, 3});
            break;
        case 8:
            tensors.add("illuminations", {1, 3, 10}, dh::DType::F32);
            break;
        case 9:
            std::memcpy(tensors.bytes["illuminations"].data(), &notANumber, sizeof notANumber);
            break;
        case 10:
            tensors.add("image/000000", {0, 4, 3});
            break;
        default:
            tensors.views.clear();
        }
        const SmallPack small;
        dh::writeSafetensors(small.path(), tensors.views, tensors.metadata);
        const dh::Error error = errorOf([&] { const PhotoPack pack(small.path()); });
        QCOMPARE(static_cast<int>(error.code()), code);
        QCOMPARE(error.subject(), small.path().string());
        QVERIFY2(QString::fromStdString(error.detail()).contains(words), error.detail().c_str());
    }

    void refusesTruncatedFiles()
    {
        const SmallPack small;
        small.writePhotos();
        const auto size = std::filesystem::file_size(small.path());
        for (const auto kept : {size - 1, size / 2, size_t{100}, size_t{4}, size_t{0}}) {
            std::filesystem::resize_file(small.path(), kept);
            const dh::Error error = errorOf([&] { const PhotoPack pack(small.path()); });
            QCOMPARE(error.code(), ErrorCode::CorruptFile);
        }
    }

    void objectsCountAsMuchAsCutRegions()
    {
        constexpr std::uint8_t kCut = dh::kFirstCutLabel;
        constexpr std::uint8_t kLastCut = kCut + 23;
        std::vector<dh::PhotoRegion> regions{{3, 0.1F}};
        for (std::uint8_t label = kCut; label <= kLastCut; ++label)
            regions.push_back({label, 0.02F});
        int objects = 0;
        constexpr int kDraws = 1000;
        for (int i = 0; i < kDraws; ++i) {
            dh::CounterRandom random(1, static_cast<std::uint64_t>(i));
            const auto chosen = dh::objectsOrCuts(random, regions);
            QCOMPARE(chosen.size(), chosen.front().label == 3 ? std::size_t{1} : regions.size() - 1);
            objects += chosen.front().label == 3 ? 1 : 0;
        }
        QVERIFY(objects > kDraws * 2 / 5 && objects < kDraws * 3 / 5);
        // Where there is one kind only, that.
        dh::CounterRandom random(1, 1);
        regions.erase(regions.begin());
        QCOMPARE(dh::objectsOrCuts(random, regions).size(), regions.size());
    }

    void cropsAreNearlySquare()
    {
        for (const float aspect : {0.5F, 0.75F, 1.0F, 4.0F / 3.0F, 2.5F}) {
            for (std::uint64_t i = 0; i < 500; ++i) {
                dh::CounterRandom random(7, i);
                const dh::CropShare crop = dh::randomCrop(random, aspect);
                QVERIFY(crop.left >= 0.0F && crop.left + crop.width <= 1.0F + 1e-5F);
                QVERIFY(crop.top >= 0.0F && crop.top + crop.height <= 1.0F + 1e-5F);
                const float shape = aspect * crop.width / crop.height;
                const bool isWhole = crop.width == 1.0F && crop.height == 1.0F;
                QVERIFY2(isWhole || (shape > 0.74F && shape < 1.34F), qPrintable(QString::number(shape)));
            }
        }
    }

    void smallerCopiesAreMeans()
    {
        const std::vector<std::uint8_t> rgb = SmallPack::colours(0);
        const std::vector<std::uint8_t> labels = SmallPack::regions();
        const dh::PhotoLevels levels(dh::PackedPhoto{SmallPack::kWidth, SmallPack::kHeight, rgb, labels});
        QCOMPARE(levels.levelFor({}, 64).width, SmallPack::kWidth);
        const dh::PackedPhoto& half = levels.levelFor({}, 20);
        QCOMPARE(half.width, SmallPack::kWidth / 2);
        QCOMPARE(half.height, SmallPack::kHeight / 2);
        const std::size_t row = 3 * SmallPack::kWidth;
        QCOMPARE(int(half.rgb[3]), (rgb[6] + rgb[9] + rgb[row + 6] + rgb[row + 9] + 2) / 4);
        QCOMPARE(int(half.regions[12 * half.width + 12]), 1);
        QCOMPARE(levels.regions().size(), std::size_t(2));
        QCOMPARE(levels.regions()[0].area, 1024.0F / (96 * 64));
    }

    void readsMeasuredIlluminations()
    {
        const SmallPack small;
        QByteArray content = npy("(2, 3, 11)", 2 * 33 * 8);
        const double value = -0.125;
        std::memcpy(content.data() + content.size() - 8, &value, sizeof value);
        std::ofstream(small.path(), std::ios::binary) << content.toStdString();
        const auto illuminations = dh::readIlluminationFile(small.path());
        QCOMPARE(illuminations.size(), std::size_t(2));
        QCOMPARE(illuminations[1][32], -0.125F);
        QCOMPARE(illuminations[0][0], 0.0F);
    }

    void refusesIlluminations_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("code");
        const int unreadable = static_cast<int>(ErrorCode::FileUnreadable);
        const int corrupt = static_cast<int>(ErrorCode::CorruptFile);
        QTest::newRow("empty") << QByteArray() << unreadable;
        QTest::newRow("text") << QByteArray("1 2 3 4 5 6 7 8 9 10 11") << unreadable;
        QTest::newRow("other shape") << npy("(1, 3, 10)", 30 * 8) << unreadable;
        QTest::newRow("header beyond the end") << npy("(1, 3, 11)", 33 * 8).left(30) << unreadable;
        QTest::newRow("truncated") << npy("(1, 3, 11)", 33 * 8 - 1) << corrupt;
        QTest::newRow("too long") << npy("(1, 3, 11)", 33 * 8 + 8) << corrupt;
        QTest::newRow("not finite") << npy("(1, 3, 11)", 0) + QByteArray(33 * 8, '\xff') << corrupt;
    }
    void refusesIlluminations()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, code);
        const SmallPack small;
        std::ofstream(small.path(), std::ios::binary) << content.toStdString();
        const dh::Error error = errorOf([&] { (void)dh::readIlluminationFile(small.path()); });
        QCOMPARE(static_cast<int>(error.code()), code);
    }
};

QTEST_GUILESS_MAIN(PhotoPackTest)
#include "photo_pack_test.moc"
