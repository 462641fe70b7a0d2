#include "core/evaluate/baselines.h"
#include "core/evaluate/pair_scorer.h"

#include "core/base/error.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace dh;

namespace
{

Image imageOf(Size size, const std::function<int(int, int, int)>& valueAt)
{
    ImageBuffer buffer(size, 3, SampleType::U8);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < 3; ++c)
                buffer.row<std::uint8_t>(y)[x * 3 + c] = static_cast<std::uint8_t>(valueAt(x, y, c));
    return std::move(buffer).finish();
}

Image constant(Size size, int value)
{
    return imageOf(size, [=](int, int, int) { return value; });
}

/// 255 in the columns from `from` on.
Mask rightOf(Size size, int from, std::uint8_t value = 255)
{
    Mask mask(size);
    for (int y = 0; y < size.height; ++y)
        std::fill(mask.writableRow(y) + from, mask.writableRow(y) + size.width, value);
    return mask;
}

bool isClose(double a, double b)
{
    return std::abs(a - b) < 1e-9 * std::max(1.0, std::abs(b));
}

} // namespace

/// Scores and baselines on pictures small enough to compute by hand.
class EvaluationScoringTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void valuesByHand();
    void enlargedByBilinear();
    void greyMasksAreDithered();
    void backgroundsArePasted_data();
    void backgroundsArePasted();
    void emptyMaskIsRefused();
    void otherSizesHaveNoNativeScore();
    void reinhardMovesTheMean();
    void cloningTakesTheSurroundings();
    void baselinesKeepTheBackground();
};

void EvaluationScoringTest::valuesByHand()
{
    // 256 x 256, so nothing is resized: the right quarter is off by 8, the rest by 2.
    const Size size{256, 256};
    const Image real = constant(size, 100);
    const Image result = imageOf(size, [](int x, int, int) { return x >= 192 ? 108 : 102; });
    const PairScorer scorer(result, rightOf(size, 192), real, PasteBackground::None);
    QVERIFY(isClose(scorer.foregroundRatio(), 0.25));
    const PairScore score = scorer.score(result);
    QVERIFY(isClose(score.evaluation.mse, 0.25 * 64.0 + 0.75 * 4.0));
    QVERIFY(isClose(score.evaluation.fmse, 64.0));
    QVERIFY(isClose(score.evaluation.backgroundMse, 4.0));
    QVERIFY(isClose(psnrOf(score.evaluation.mse), 20.0 * std::log10(255.0) - 10.0 * std::log10(19.0)));
    QVERIFY(score.native.has_value());
    QVERIFY(isClose(score.native->fmse, 64.0));
}

void EvaluationScoringTest::enlargedByBilinear()
{
    // 2 x 1 with 0 and 255: Pillow's BILINEAR blends between the pixel centres at 64 and 192 of 256 and is flat
    // outside; column 64 + i has 255 * (i + 0.5) / 128, rounded. The real picture is black.
    const Size size{2, 1};
    const Image result = imageOf(size, [](int x, int, int) { return x * 255; });
    const PairScorer scorer(result, rightOf(size, 1), constant(size, 0), PasteBackground::None);
    QVERIFY(isClose(scorer.foregroundRatio(), 0.5));
    double all = 64.0 * 255.0 * 255.0;
    double right = all;
    for (int i = 0; i < 128; ++i) {
        const double value = std::round(255.0 * (i + 0.5) / 128.0);
        all += value * value;
        right += i >= 64 ? value * value : 0.0;
    }
    const PairScore score = scorer.score(result);
    QVERIFY(isClose(score.evaluation.mse, all / 256.0));
    QVERIFY(isClose(score.evaluation.fmse, right / 128.0));
    QVERIFY(isClose(score.evaluation.backgroundMse, (all - right) / 128.0));
    QVERIFY(isClose(score.native->mse, 255.0 * 255.0 / 2.0));
}

void EvaluationScoringTest::greyMasksAreDithered()
{
    // Floyd-Steinberg turns a half-grey area into white in about half of its pixels; a threshold at 128 into none.
    const Size size{256, 256};
    const PairScorer scorer(constant(size, 1), rightOf(size, 0, 127), constant(size, 1), PasteBackground::None);
    QVERIFY2(std::abs(scorer.foregroundRatio() - 127.0 / 255.0) < 0.01,
             qPrintable(QString::number(scorer.foregroundRatio())));
}

void EvaluationScoringTest::backgroundsArePasted_data()
{
    QTest::addColumn<int>("paste");
    QTest::addColumn<double>("background");
    QTest::newRow("none") << static_cast<int>(PasteBackground::None) << 900.0;
    QTest::newRow("composite") << static_cast<int>(PasteBackground::Composite) << 25.0;
    QTest::newRow("real") << static_cast<int>(PasteBackground::Real) << 0.0;
}

void EvaluationScoringTest::backgroundsArePasted()
{
    QFETCH(int, paste);
    QFETCH(double, background);
    const Size size{8, 4};
    const PairScorer scorer(constant(size, 55), rightOf(size, 4), constant(size, 50),
                            static_cast<PasteBackground>(paste));
    const PairScore score = scorer.score(constant(size, 80));
    QVERIFY(isClose(score.evaluation.fmse, 900.0));
    QVERIFY(isClose(score.evaluation.backgroundMse, background));
    QVERIFY(isClose(score.native->backgroundMse, background));
}

void EvaluationScoringTest::emptyMaskIsRefused()
{
    const Size size{512, 512};
    Mask mask(size);
    mask.writableRow(0)[0] = 255; // NEAREST takes the odd pixels only
    const Image picture = constant(size, 9);
    bool isRefused = false;
    try {
        (void)PairScorer(picture, mask, picture, PasteBackground::None);
    } catch (const Error& error) {
        isRefused = error.code() == ErrorCode::EmptyMask;
    }
    QVERIFY(isRefused);
}

void EvaluationScoringTest::otherSizesHaveNoNativeScore()
{
    const Size size{16, 8};
    const PairScorer scorer(constant(size, 5), rightOf(size, 8), constant(size, 7), PasteBackground::None);
    const PairScore score = scorer.score(constant({4, 4}, 10));
    QVERIFY(!score.native.has_value());
    QVERIFY(isClose(score.evaluation.mse, 9.0));
}

void EvaluationScoringTest::reinhardMovesTheMean()
{
    const Size size{32, 16};
    const Image composite = imageOf(size, [](int x, int y, int) { return (x >= 16 ? 60 : 140) + (x + y) % 2 * 10; });
    const Image result = reinhardTransfer(composite, rightOf(size, 16));
    double sum = 0.0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 16; x < size.width; ++x)
            sum += result.row<std::uint8_t>(y)[x * 3];
    QVERIFY2(std::abs(sum / 256.0 - 145.0) < 1.0, qPrintable(QString::number(sum / 256.0)));
}

void EvaluationScoringTest::cloningTakesTheSurroundings()
{
    const Size size{48, 48};
    Mask mask(size);
    for (int y = 16; y < 32; ++y)
        std::fill_n(mask.writableRow(y) + 16, 16, std::uint8_t{255});
    const Image composite = imageOf(size, [&](int x, int y, int) { return mask.row(y)[x] ? 40 : 160; });
    const Image result = seamlessCloned(composite, mask);
    // A flat foreground has no gradients of its own: it becomes what surrounds it.
    QVERIFY(std::abs(static_cast<int>(result.row<std::uint8_t>(24)[24 * 3]) - 160) <= 2);
}

void EvaluationScoringTest::baselinesKeepTheBackground()
{
    const Size size{40, 30};
    const Image composite = imageOf(size, [](int x, int y, int c) { return (x * 5 + y * 3 + c * 40) % 200; });
    const Mask mask = rightOf(size, 22); // touches three edges
    for (const Image& result : {reinhardTransfer(composite, mask), seamlessCloned(composite, mask)}) {
        const Metrics metrics = compareImages(composite, result, mask);
        QCOMPARE(metrics.changedOutside, 0LL);
        QVERIFY(metrics.changedInside > 0);
    }
    QVERIFY(reinhardTransfer(composite, Mask(size, 255)).samePixels(composite));
    QVERIFY(seamlessCloned(composite, Mask(size)).samePixels(composite));
}

QTEST_APPLESS_MAIN(EvaluationScoringTest)
#include "evaluation_scoring_test.moc"
