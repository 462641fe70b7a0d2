#include "core/nn/kernels.h"

#include "tests/core/nn/kernel_tables.h"

#include <cmath>
#include <limits>

using namespace dh::test;

class WinogradKernelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tiles_data() { addKernelTables(); }
    void tiles();
    void filterGradients_data() { addKernelTables(); }
    void filterGradients();
};

/// Each number of tiles that the products take at once, and those left over; tiles that are cut at the right and below.
void WinogradKernelsTest::tiles()
{
    REQUIRE_TABLE(table);
    constexpr int kIn = 48;
    constexpr int kOut = 32;
    constexpr int kPoints = 36;
    constexpr int kMostTiles = 15;
    constexpr int kGap = 3;
    const std::vector<float> weight = randomValues(kOut * kIn * 9, 0.05F, 1);
    const std::vector<float> bias = randomValues(kOut, 1.0F, 2);
    const std::vector<float> pixels = randomValues(kMostTiles * kPoints * kIn, 1.0F, 3);
    const auto at = [](int index) { return static_cast<std::size_t>(index); };

    constexpr int kFilterStride = kIn * kOut + kGap;
    std::vector<float> filters(at(kPoints * kFilterStride));
    for (int o = 0; o < kOut; o += 16)
        table->winogradWeights(weight.data() + o * kIn * 9, kIn, filters.data() + o * kIn, kFilterStride);
    for (int tiles = 1; tiles <= kMostTiles; ++tiles) {
        const int valueStride = tiles * kIn + kGap;
        const int productStride = tiles * kOut + kGap;
        std::vector<float> values(at(kPoints * valueStride));
        std::vector<float> products(at(kPoints * productStride));
        for (int t = 0; t < tiles; ++t) {
            const float* places[kPoints];
            for (int i = 0; i < kPoints; ++i)
                places[i] = pixels.data() + (t * kPoints + i) * kIn;
            table->winogradInput(places, kIn, values.data() + t * kIn, valueStride);
        }
        for (int p = 0; p < kPoints; ++p)
            table->winogradProducts(values.data() + p * valueStride, tiles, kIn, filters.data() + p * kFilterStride,
                                    kOut, products.data() + p * productStride);
        const int rows = 1 + tiles % 4;
        const int columns = 1 + tiles / 4 % 4;
        constexpr int kPixelStride = kOut + kGap;
        constexpr int kRowStride = 4 * kPixelStride;
        for (int t = 0; t < tiles; ++t) {
            std::vector<float> result(at(4 * kRowStride), std::numeric_limits<float>::quiet_NaN());
            table->winogradOutput(products.data() + t * kOut, productStride, kOut, bias.data(), result.data(),
                                  kPixelStride, kRowStride, rows, columns);
            for (int i = 0; i < 16 * kPixelStride; ++i) {
                const int o = i % kPixelStride;
                const int x = i / kPixelStride % 4;
                const int y = i / kRowStride;
                if (o >= kOut || x >= columns || y >= rows) {
                    QVERIFY(std::isnan(result[at(i)]));
                    continue;
                }
                double expected = bias[at(o)];
                for (int c = 0; c < kIn * 9; ++c) {
                    const int place = (y + c % 9 / 3) * 6 + x + c % 3;
                    expected += static_cast<double>(weight[at((o * kIn + c / 9) * 9 + c % 9)]) *
                                static_cast<double>(pixels[at((t * kPoints + place) * kIn + c / 9)]);
                }
                QVERIFY2(std::abs(result[at(i)] - expected) < 1e-5, qPrintable(QString::number(result[at(i)])));
            }
        }
    }
}

/// The gradient of a filter's tap is the sum of pixels times gradients that meet there, over several tiles.
void WinogradKernelsTest::filterGradients()
{
    REQUIRE_TABLE(table);
    constexpr int kIn = 48;
    constexpr int kOut = 32;
    constexpr int kBlock = 16;
    constexpr int kPoints = 36;
    constexpr int kTiles = 7;
    constexpr int kGap = 3;
    const std::vector<float> pixels = randomValues(kTiles * kPoints * kIn, 1.0F, 1);
    const std::vector<float> gradients = randomValues(kTiles * 16 * kOut, 1.0F, 2);
    const auto at = [](int index) { return static_cast<std::size_t>(index); };

    constexpr int kValueStride = kTiles * kIn + kGap;
    constexpr int kBlockStride = kTiles * kBlock;
    constexpr int kGradientStride = kTiles * kOut + kGap;
    constexpr int kSumStride = kIn * kOut + kGap;
    std::vector<float> values(at(kPoints * kValueStride));
    std::vector<float> gradientValues(at(kPoints * kGradientStride));
    std::vector<float> sums(at(kPoints * kSumStride));
    for (int t = 0; t < kTiles; ++t) {
        const float* places[kPoints];
        for (int i = 0; i < kPoints; ++i)
            places[i] = pixels.data() + (t * kPoints + i) * kIn;
        table->winogradInput(places, kIn, values.data() + t * kIn, kValueStride);
        for (int i = 0; i < 16; ++i)
            places[i] = gradients.data() + (t * 16 + i) * kOut;
        table->winogradGradient(places, kOut, gradientValues.data() + t * kBlock, kBlockStride, kGradientStride);
    }
    // In two parts: the second adds to the first.
    for (int p = 0; p < kPoints; ++p)
        for (int block = 0; block < kOut / kBlock; ++block) {
            const float* of = gradientValues.data() + p * kGradientStride + block * kBlockStride;
            float* to = sums.data() + p * kSumStride + block * kBlock;
            constexpr int kFirst = 3;
            table->winogradSums(values.data() + p * kValueStride, kFirst, kIn, of, to, kOut);
            table->winogradSums(values.data() + p * kValueStride + kFirst * kIn, kTiles - kFirst, kIn,
                                of + kFirst * kBlock, to, kOut);
        }
    std::vector<float> taps(at(9 * kIn * kOut));
    table->winogradFilters(sums.data(), kIn * kOut, kSumStride, taps.data(), kIn * kOut);
    for (int tap = 0; tap < 9; ++tap)
        for (int i = 0; i < kIn; ++i)
            for (int o = 0; o < kOut; ++o) {
                double expected = 0.0;
                for (int place = 0; place < kTiles * 16; ++place) {
                    const int pixel = (place % 16 / 4 + tap / 3) * 6 + place % 4 + tap % 3;
                    expected += static_cast<double>(gradients[at(place * kOut + o)]) *
                                static_cast<double>(pixels[at((place / 16 * kPoints + pixel) * kIn + i)]);
                }
                const float found = taps[at((tap * kIn + i) * kOut + o)];
                QVERIFY2(std::abs(found - expected) < 1e-4, qPrintable(QString::number(found - expected)));
            }
}

QTEST_APPLESS_MAIN(WinogradKernelsTest)
#include "winograd_kernels_test.moc"
