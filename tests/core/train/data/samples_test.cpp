#include "core/base/error.h"
#include "core/train/data/sample_source.h"
#include "small_pack.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

using dh::DataOptions;
using dh::SampleSource;

namespace
{

struct Sample {
    explicit Sample(int sampleSide)
        : side(sampleSide), real(3UL * side * side), composite(3UL * side * side), mask(1UL * side * side)
    {
    }
    [[nodiscard]] dh::SampleTarget target() { return {side, real, composite, mask}; }
    [[nodiscard]] double area() const
    {
        return std::accumulate(mask.begin(), mask.end(), 0.0) / static_cast<double>(mask.size());
    }
    friend bool operator==(const Sample&, const Sample&) = default;

    int side;
    std::vector<float> real;
    std::vector<float> composite;
    std::vector<float> mask;
};

DataOptions optionsFor(const std::filesystem::path& pack)
{
    DataOptions options;
    options.packs = {pack};
    options.seed = 7;
    return options;
}

Sample sampleOf(SampleSource& source, std::uint64_t number, int side)
{
    Sample sample(side);
    source.fill(number, sample.target());
    return sample;
}

bool isByteValue(float unit)
{
    const float byte = (unit + 1.0F) * 127.5F;
    return byte >= -1e-3F && byte <= 255.001F && std::abs(byte - std::round(byte)) < 1e-3F;
}

} // namespace

class SamplesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dependOnNumberAndSeedOnly()
    {
        const SmallPack small;
        small.writePhotos();
        SampleSource source(optionsFor(small.path()));
        std::vector<Sample> inOrder;
        for (std::uint64_t number = 0; number < 20; ++number)
            inOrder.push_back(sampleOf(source, number, 32));
        SampleSource again(optionsFor(small.path()));
        for (std::uint64_t number = 20; number-- > 0;)
            QVERIFY(sampleOf(again, number, 32) == inOrder[number]);

        DataOptions otherSeed = optionsFor(small.path());
        otherSeed.seed = 8;
        SampleSource other(otherSeed);
        int same = 0;
        for (std::uint64_t number = 0; number < 20; ++number)
            same += sampleOf(other, number, 32) == inOrder[number] ? 1 : 0;
        QCOMPARE(same, 0);
    }

    void valuesAndAreas_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<bool>("withRegions");
        QTest::newRow("shrunk") << 24 << true;
        QTest::newRow("native") << 64 << true;
        QTest::newRow("grown") << 120 << true;
        QTest::newRow("shapes only") << 32 << false;
    }
    void valuesAndAreas()
    {
        QFETCH(int, side);
        QFETCH(bool, withRegions);
        const SmallPack small;
        small.writePhotos("small.pack", withRegions);
        const DataOptions options = optionsFor(small.path());
        SampleSource source(options);
        for (std::uint64_t number = 0; number < 100; ++number) {
            const Sample sample = sampleOf(source, number, side);
            QVERIFY(std::ranges::all_of(sample.real, isByteValue));
            QVERIFY(std::ranges::all_of(sample.composite, isByteValue));
            QVERIFY(std::ranges::all_of(sample.mask, [](float value) { return value == 0.0F || value == 1.0F; }));
            QVERIFY(sample.area() >= options.leastMaskArea);
            QVERIFY(sample.area() <= options.mostMaskArea);
        }
    }

    /// The composite may differ beside the mask only where its soft edge is.
    void backgroundStays()
    {
        const SmallPack small;
        small.writePhotos();
        SampleSource source(optionsFor(small.path()));
        constexpr int kSide = 48;
        constexpr int kReach = 2;
        for (std::uint64_t number = 0; number < 50; ++number) {
            const Sample sample = sampleOf(source, number, kSide);
            for (int y = kReach; y < kSide - kReach; ++y) {
                for (int x = kReach; x < kSide - kReach; ++x) {
                    bool isFar = true;
                    for (int dy = -kReach; dy <= kReach; ++dy) {
                        for (int dx = -kReach; dx <= kReach; ++dx)
                            isFar = isFar && sample.mask[(y + dy) * kSide + x + dx] == 0.0F;
                    }
                    const auto i = static_cast<std::size_t>(y * kSide + x);
                    if (isFar)
                        QCOMPARE(sample.composite[i], sample.real[i]);
                }
            }
        }
    }

    /// Other colours for the whole picture, before the foreground gets its own: place and mask stay.
    void recoloursWholePictures()
    {
        const SmallPack small;
        small.writePhotos();
        DataOptions options = optionsFor(small.path());
        options.changes = {0.0, 0.0, 0.0, 1.0};
        SampleSource plain(options);
        options.recolourShare = 0.5;
        SampleSource recoloured(options);
        constexpr int kCount = 200;
        int changed = 0;
        for (std::uint64_t number = 0; number < kCount; ++number) {
            const Sample before = sampleOf(plain, number, 24);
            const Sample after = sampleOf(recoloured, number, 24);
            QVERIFY(after.mask == before.mask);
            QVERIFY(after.composite == after.real);
            QVERIFY(std::ranges::all_of(after.real, isByteValue));
            changed += after.real == before.real ? 0 : 1;
        }
        // Half of them, less those that would have clipped.
        QVERIFY2(changed > kCount / 5 && changed < kCount * 7 / 10, qPrintable(QString::number(changed)));
    }

    void sharesAreKept()
    {
        const SmallPack small;
        small.writePhotos();
        const auto pack = std::make_shared<const dh::PhotoPack>(small.path());
        const auto photos = std::make_shared<const dh::PhotoCollection>(std::vector{pack});
        dh::CompositeSynthesis synthesis(photos, pack->illuminations(), optionsFor(small.path()));
        constexpr int kCount = 1000;
        std::array<int, 4> counts{};
        for (std::uint64_t number = 5000; number < 5000 + kCount; ++number) {
            Sample sample(16);
            const dh::ChangeKind kind = synthesis.synthesize(number, sample.target());
            ++counts[static_cast<std::size_t>(kind)];
            if (kind == dh::ChangeKind::Unchanged)
                QVERIFY(sample.composite == sample.real);
        }
        const dh::ChangeShares shares;
        const std::array expected{shares.transfer, shares.illumination, shares.retouch, shares.unchanged};
        for (std::size_t i = 0; i < counts.size(); ++i)
            QVERIFY2(std::abs(counts[i] - expected[i] * kCount) <= 3, qPrintable(QString::number(counts[i])));
    }

    void illuminationIsApplied()
    {
        const SmallPack small;
        small.writePhotos();
        DataOptions options = optionsFor(small.path());
        options.changes = {0, 1, 0, 0};
        SampleSource source(options);
        for (std::uint64_t number = 0; number < 20; ++number) {
            const Sample sample = sampleOf(source, number, 32);
            double real = 0.0;
            double composite = 0.0;
            for (std::size_t i = 0; i < sample.real.size(); ++i) {
                const float inside = sample.mask[i % sample.mask.size()];
                real += inside * (sample.real[i] + 1.0F);
                composite += inside * (sample.composite[i] + 1.0F);
            }
            // The matrix multiplies by .8, at least half of which remains after the blend.
            QVERIFY(composite / real < 0.92);
            QVERIFY(composite / real > 0.78);
        }
    }

    void everyPairComesOncePerRound()
    {
        constexpr int kPairs = 9;
        const SmallPack small;
        small.writePairs(kPairs);
        DataOptions options = optionsFor(small.path("pairs.pack"));
        options.crop = options.flip = false;
        SampleSource source(options);
        std::set<std::vector<float>> seen;
        for (std::uint64_t number = 0; number < kPairs; ++number) {
            const Sample sample = sampleOf(source, kPairs + number, 32);
            QVERIFY(sample.composite != sample.real);
            QVERIFY(sample.area() > 0.16 && sample.area() < 0.18);
            seen.insert(sample.real);
        }
        QCOMPARE(seen.size(), std::size_t(kPairs));
    }

    void mixesPairsAndPhotos()
    {
        const SmallPack small;
        small.writePhotos();
        small.writePairs(3);
        DataOptions options = optionsFor(small.path());
        options.packs.push_back(small.path("pairs.pack"));
        options.pairShare = 0.25;
        options.changes = {0, 0, 0, 1};
        SampleSource source(options);
        int pairs = 0;
        for (std::uint64_t number = 0; number < 400; ++number) {
            const Sample sample = sampleOf(source, number, 16);
            pairs += sample.composite == sample.real ? 0 : 1; // synthesized ones are unchanged here
        }
        QVERIFY(std::abs(pairs - 100) <= 3);
    }

    void refusesOptions_data()
    {
        QTest::addColumn<int>("spoil");
        QTest::newRow("no pack") << 0;
        QTest::newRow("negative share") << 1;
        QTest::newRow("all shares 0") << 2;
        QTest::newRow("share is no number") << 3;
        QTest::newRow("areas swapped") << 4;
        QTest::newRow("least area 0") << 5;
        QTest::newRow("pair share above 1") << 6;
    }
    void refusesOptions()
    {
        QFETCH(int, spoil);
        const SmallPack small;
        small.writePhotos();
        DataOptions options = optionsFor(small.path());
        switch (spoil) {
        case 0:
            options.packs.clear();
            break;
        case 1:
            options.changes.retouch = -0.1;
            break;
        case 2:
            options.masks = {0, 0, 0};
            break;
        case 3:
            options.changes.transfer = std::numeric_limits<double>::quiet_NaN();
            break;
        case 4:
            std::swap(options.leastMaskArea, options.mostMaskArea);
            break;
        case 5:
            options.leastMaskArea = 0.0;
            break;
        default:
            options.pairShare = 1.5;
        }
        try {
            const SampleSource source(options);
            QFAIL("no error");
        } catch (const dh::Error& error) {
            QCOMPARE(error.code(), dh::ErrorCode::InvalidArgument);
        }
    }
};

QTEST_GUILESS_MAIN(SamplesTest)
#include "samples_test.moc"
