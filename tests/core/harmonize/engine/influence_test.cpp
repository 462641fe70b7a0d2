#include "core/base/error.h"
#include "core/imaging/convert.h"
#include "tests/core/harmonize/engine/pipeline_fixture.h"
#include "tests/core/imaging/test_pictures.h"

#include <QTest>

#include <array>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr Size kSize{160, 120};

/// A grey subject before a background that is warm on the left and cold on the right.
Image twoLights(int grey = 110)
{
    const Mask mask = ellipseMask(kSize);
    return imageOf<std::uint8_t>(kSize, 3, [&](int x, int y, int c) {
        constexpr std::array kWarm{230, 120, 40};
        constexpr std::array kCold{40, 90, 220};
        const int texture = (x * 7 + y * 5) % 12;
        if (mask.row(y)[x] > 0)
            return grey + texture;
        return (x < kSize.width / 2 ? kWarm : kCold)[static_cast<std::size_t>(c)] + texture;
    });
}

Mask sideCounts(bool left)
{
    Mask influence(kSize);
    for (int y = 0; y < kSize.height; ++y)
        for (int x = 0; x < kSize.width; ++x)
            influence.writableRow(y)[x] = (x < kSize.width / 2) == left ? 255 : 0;
    return influence;
}

/// How much redder than blue the subject is.
double warmth(const Image& image)
{
    const Mask mask = ellipseMask(kSize);
    const PlanarImage planes = planarFromImage(image);
    double sum = 0.0;
    double count = 0.0;
    for (int y = 0; y < kSize.height; ++y)
        for (int x = 0; x < kSize.width; ++x)
            if (mask.row(y)[x] == 255) {
                const std::size_t i = static_cast<std::size_t>(y) * kSize.width + static_cast<std::size_t>(x);
                sum += planes.plane(0)[i] - planes.plane(2)[i];
                count += 1.0;
            }
    return sum / count;
}

} // namespace

/// Which parts of the background count, with the model that ships with the program.
class InfluenceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(m_pipeline.load(builtInModel(), {}, m_quiet, {})); }

    void subjectFollowsWhatCounts_data()
    {
        QTest::addColumn<int>("grey");
        QTest::newRow("light") << 235;
        QTest::newRow("middle grey") << 110;
    }

    void subjectFollowsWhatCounts()
    {
        QFETCH(int, grey);
        HarmonizeRequest request = smallRequest(twoLights(grey), ellipseMask(kSize));
        request.resolution.reset(); // the model's own: on fewer pixels it hardly looks at the background
        request.influence = sideCounts(true);
        const Image left = m_pipeline.run(request, m_quiet, {}).image;
        request.influence = sideCounts(false);
        const Image right = m_pipeline.run(request, m_quiet, {}).image;
        const double difference = warmth(left) - warmth(right);
        QVERIFY2(difference > 0.008, qPrintable(QString("%1, %2").arg(warmth(left)).arg(warmth(right))));
    }

    void outsideStaysWhatItWas_data()
    {
        QTest::addColumn<bool>("refine");
        QTest::newRow("refined") << true;
        QTest::newRow("not refined") << false;
    }

    void outsideStaysWhatItWas()
    {
        QFETCH(bool, refine);
        HarmonizeRequest request = smallRequest(twoLights(), ellipseMask(kSize));
        request.refine = refine;
        request.influence = sideCounts(true);
        const Changes changes = countChanges(request.composite, run(request), request.mask);
        QCOMPARE(changes.outside, 0LL);
        QVERIFY(changes.inside > 1000);
    }

    void allCountingIsNoInfluence()
    {
        HarmonizeRequest request = smallRequest(twoLights(), ellipseMask(kSize));
        const Image plain = run(request);
        request.influence = Mask(kSize, 255);
        QVERIFY(run(request).samePixels(plain));
    }

    void whatDoesNotCountHasNoSay()
    {
        HarmonizeRequest request = smallRequest(twoLights(), ellipseMask(kSize));
        request.influence = sideCounts(true);
        const Image first = run(request);
        // The right end becomes green; the half of it that touches the subject's soft edge stays.
        ImageBuffer buffer(request.composite);
        for (int y = 0; y < kSize.height; ++y)
            for (int x = kSize.width - 20; x < kSize.width; ++x)
                buffer.row<std::uint8_t>(y)[x * 3 + 1] = 255;
        request.composite = std::move(buffer).finish();
        const Image second = run(request);
        QCOMPARE(warmth(first), warmth(second));
    }

    void refusals_data()
    {
        QTest::addColumn<bool>("wrongSize");
        QTest::newRow("another size") << true;
        QTest::newRow("nothing counts") << false;
    }

    void refusals()
    {
        QFETCH(bool, wrongSize);
        HarmonizeRequest request = smallRequest(twoLights(), ellipseMask(kSize));
        request.influence = wrongSize ? Mask({kSize.width, kSize.height - 1}, 255) : Mask(kSize);
        try {
            static_cast<void>(run(request));
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY(error.code() == (wrongSize ? ErrorCode::SizeMismatch : ErrorCode::InvalidArgument));
        }
    }

private:
    Image run(const HarmonizeRequest& request) { return m_pipeline.run(request, m_quiet, {}).image; }
    HarmonizePipeline m_pipeline;
    NullProgressSink m_quiet;
};

QTEST_APPLESS_MAIN(InfluenceTest)
#include "influence_test.moc"
