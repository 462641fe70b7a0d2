#include "core/diffusion/noise.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dh;

namespace
{

at::Tensor firstDraw(std::uint64_t seed)
{
    return NoiseSource(seed).draw({1, 4, 16, 16});
}

} // namespace

class NoiseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSeedGivesTheSameNoise()
    {
        for (const std::uint64_t seed :
             {std::uint64_t{0}, std::uint64_t{42}, std::numeric_limits<std::uint64_t>::max()})
            QVERIFY(firstDraw(seed).equal(firstDraw(seed)));
        QVERIFY(!firstDraw(42).equal(firstDraw(43)));
    }

    /// As torch.Generator does.
    void theLower32BitsCount()
    {
        constexpr std::uint64_t kBeyond = std::uint64_t{1} << 32;
        QVERIFY(firstDraw(42 + kBeyond).equal(firstDraw(42)));
        QVERIFY(firstDraw(kBeyond).equal(firstDraw(0)));
    }

    void drawsGoOn()
    {
        NoiseSource noise(42);
        const at::Tensor first = noise.draw({1, 4, 16, 16});
        QVERIFY(!first.equal(noise.draw({1, 4, 16, 16})));
        QCOMPARE(first.scalar_type(), at::kFloat);
    }

    void isStandardNormal()
    {
        const at::Tensor values = NoiseSource(1).draw({100'000});
        QVERIFY(std::abs(values.mean().item<double>()) < 0.02);
        QVERIFY(std::abs(values.std().item<double>() - 1.0) < 0.02);
    }
};

QTEST_APPLESS_MAIN(NoiseTest)
#include "noise_test.moc"
