#include "core/base/error.h"
#include "core/harmonize/background_influence.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace dh;

namespace
{

constexpr Size kSize{61, 40};

Mask maskOf(const std::function<int(int, int)>& value)
{
    Mask mask(kSize);
    for (int y = 0; y < kSize.height; ++y)
        for (int x = 0; x < kSize.width; ++x)
            mask.writableRow(y)[x] = static_cast<std::uint8_t>(value(x, y));
    return mask;
}

PlanarImage pictureOf(const std::function<float(int, int, int)>& value)
{
    PlanarImage picture(kSize, 3);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < kSize.height; ++y)
            for (int x = 0; x < kSize.width; ++x)
                picture.plane(c)[y * kSize.width + x] = value(x, y, c);
    return picture;
}

float at(const PlanarImage& picture, int x, int y, int c = 0)
{
    return picture.plane(c)[y * picture.size.width + x];
}

bool isSubject(int x, int y)
{
    return x >= 20 && x < 40 && y >= 10 && y < 30;
}

Mask subject()
{
    return maskOf([](int x, int y) { return isSubject(x, y) ? 255 : 0; });
}

/// Dark on the left, bright on the right, the subject green.
PlanarImage halves()
{
    return pictureOf([](int x, int y, int c) {
        if (isSubject(x, y))
            return c == 1 ? 0.6F : 0.1F;
        return x < 30 ? 0.2F : 0.9F;
    });
}

Mask leftCounts()
{
    return maskOf([](int x, int) { return x < 30 ? 255 : 0; });
}

constexpr BackgroundColour kMean{0.5F, 0.5F, 0.5F};
constexpr float kExact = 1e-5F;

} // namespace

class BackgroundInfluenceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatCountsAndTheSubjectStay()
    {
        const PlanarImage before = halves();
        const PlanarImage after = withInfluence(before, subject(), leftCounts(), kMean);
        for (int y = 0; y < kSize.height; ++y)
            for (int x = 0; x < kSize.width; ++x)
                if (isSubject(x, y) || x < 30)
                    for (int c = 0; c < 3; ++c)
                        QCOMPARE(at(after, x, y, c), at(before, x, y, c));
    }

    void theRestTakesTheColourThatCounts()
    {
        const PlanarImage after = withInfluence(halves(), subject(), leftCounts(), kMean);
        for (int y = 0; y < kSize.height; ++y)
            for (int x = 30; x < kSize.width; ++x)
                if (!isSubject(x, y))
                    QVERIFY2(std::abs(at(after, x, y) - 0.2F) < kExact, qPrintable(QString("%1 %2").arg(x).arg(y)));
    }

    void everythingCountingChangesNothing()
    {
        const PlanarImage before = halves();
        QCOMPARE(withInfluence(before, subject(), Mask(kSize, 255), kMean).values, before.values);
    }

    void fillIsSmoothAndNear()
    {
        // A ramp with a hole: the fill lies between what is around it, and no step is larger than the ramp's whole
        // hole.
        const PlanarImage ramp =
            pictureOf([](int x, int, int) { return static_cast<float>(x) / static_cast<float>(kSize.width); });
        const auto isHole = [](int x, int y) { return x >= 24 && x < 36 && y >= 12 && y < 28; };
        const Mask influence = maskOf([&](int x, int y) { return isHole(x, y) ? 0 : 255; });
        const PlanarImage after = withInfluence(ramp, Mask(kSize), influence, kMean);
        constexpr float kSlack = 0.06F;
        for (int y = 0; y < kSize.height; ++y)
            for (int x = 1; x < kSize.width; ++x) {
                QVERIFY(std::abs(at(after, x, y) - at(after, x - 1, y)) < kSlack);
                QVERIFY(std::abs(at(after, x, y) - at(ramp, x, y)) < 2.0F * kSlack);
            }
    }

    void halfCountingIsMixed()
    {
        const auto isSpot = [](int x, int y) { return x == 9 && y == 7; };
        const PlanarImage picture = pictureOf([&](int x, int y, int) { return isSpot(x, y) ? 0.9F : 0.2F; });
        const Mask half = maskOf([&](int x, int y) { return isSpot(x, y) ? 128 : 255; });
        const float mixed = at(withInfluence(picture, Mask(kSize), half, kMean), 9, 7);
        QVERIFY2(mixed > 0.3F && mixed < 0.85F, qPrintable(QString::number(static_cast<double>(mixed))));
    }

    void meanTakesWhatCounts()
    {
        const Image picture = imageFromPlanar(halves(), SampleType::U8);
        const BackgroundColour left =
            meanInfluence(picture, subject(), leftCounts(), {0, 0, kSize.width, kSize.height});
        QVERIFY(std::abs(left[0] - 0.2F) < 0.01F && std::abs(left[1] - 0.2F) < 0.01F);
        // Nothing counts in the area: the whole picture is asked.
        const BackgroundColour elsewhere = meanInfluence(picture, subject(), leftCounts(), {45, 0, 10, 10});
        QVERIFY(std::abs(elsewhere[0] - 0.2F) < 0.01F);
    }

    void nothingCountingFillsWithTheMean()
    {
        const PlanarImage after = withInfluence(halves(), subject(), Mask(kSize), kMean);
        QVERIFY(std::abs(at(after, 2, 2) - 0.5F) < kExact);
        QCOMPARE(at(after, 25, 15, 1), 0.6F);
    }

    void noBackgroundThatCountsIsRefused()
    {
        const Image picture = imageFromPlanar(halves(), SampleType::U8);
        const Rect all{0, 0, kSize.width, kSize.height};
        try {
            static_cast<void>(meanInfluence(picture, subject(), Mask(kSize), all));
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::InvalidArgument);
        }
        // Without any background there is nothing to miss.
        QCOMPARE(meanInfluence(picture, Mask(kSize, 255), Mask(kSize), all)[0], 0.0F);
    }
};

QTEST_APPLESS_MAIN(BackgroundInfluenceTest)
#include "background_influence_test.moc"
