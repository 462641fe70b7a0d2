#include "core/nn/kernels.h"

#include "tests/core/nn/kernel_tables.h"

#include <cmath>
#include <limits>

using namespace dh::kernels;
using namespace dh::test;

namespace
{

constexpr int kIn = 48;
constexpr int kOut = 32;
constexpr int kTilePixels = kWinogradTile * kWinogradTile;
constexpr int kFilterTaps = kWinogradTaps * kWinogradTaps;
/// What lies between two parts of memory belongs to neither.
constexpr int kGap = 3;

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

/// Pixel (x, y) of a tile's field under a filter's tap, for the output's pixel (x, y).
constexpr int placeInField(int x, int y, int tap)
{
    return (y + tap / kWinogradTaps) * kWinogradField + x + tap % kWinogradTaps;
}

/// Random pixels of as many tiles, and what the kernels make of them at the points.
struct TileInputs {
    std::vector<float> pixels;
    int stride; ///< between the points
    std::vector<float> values;

    TileInputs(const Table& table, int tiles, unsigned seed)
        : pixels(randomValues(tiles * kWinogradPoints * kIn, 1.0F, seed)),
          stride(tiles * kIn + kGap),
          values(at(kWinogradPoints * stride))
    {
        for (int t = 0; t < tiles; ++t) {
            const float* places[kWinogradPoints];
            for (int i = 0; i < kWinogradPoints; ++i)
                places[i] = pixels.data() + (t * kWinogradPoints + i) * kIn;
            table.winogradInput(places, kIn, values.data() + t * kIn, stride);
        }
    }

    [[nodiscard]] double pixel(int tile, int place, int channel) const
    {
        return pixels[at((tile * kWinogradPoints + place) * kIn + channel)];
    }
};

/// Random filters and their values at the points.
struct Filters {
    std::vector<float> weight = randomValues(kOut * kIn * kFilterTaps, 0.05F, 1);
    std::vector<float> bias = randomValues(kOut, 1.0F, 2);
    static constexpr int kStride = kIn * kOut + kGap;
    std::vector<float> values = std::vector<float>(at(kWinogradPoints * kStride));

    explicit Filters(const Table& table)
    {
        for (int o = 0; o < kOut; o += kWinogradChannels)
            table.winogradWeights(weight.data() + o * kIn * kFilterTaps, kIn, values.data() + o * kIn, kStride);
    }

    /// The direct sum.
    [[nodiscard]] double convolved(const TileInputs& inputs, int tile, int x, int y, int out) const
    {
        double sum = bias[at(out)];
        for (int in = 0; in < kIn; ++in)
            for (int tap = 0; tap < kFilterTaps; ++tap)
                sum += static_cast<double>(weight[at((out * kIn + in) * kFilterTaps + tap)]) *
                       inputs.pixel(tile, placeInField(x, y, tap), in);
        return sum;
    }
};

/// The products of as many tiles at the points.
std::vector<float> productsOf(const Table& table, const TileInputs& inputs, const Filters& filters, int tiles,
                              int stride)
{
    std::vector<float> products(at(kWinogradPoints * stride));
    for (int p = 0; p < kWinogradPoints; ++p)
        table.winogradProducts(inputs.values.data() + p * inputs.stride, tiles, kIn,
                               filters.values.data() + p * Filters::kStride, kOut, products.data() + p * stride);
    return products;
}

/// Random gradients of the output's pixels, and what the kernels make of them at the points.
struct TileGradients {
    std::vector<float> gradients;
    int blockStride; ///< between blocks of channels
    int stride;      ///< between the points
    std::vector<float> values;

    TileGradients(const Table& table, int tiles, unsigned seed)
        : gradients(randomValues(tiles * kTilePixels * kOut, 1.0F, seed)),
          blockStride(tiles * kWinogradChannels),
          stride(tiles * kOut + kGap),
          values(at(kWinogradPoints * stride))
    {
        for (int t = 0; t < tiles; ++t) {
            const float* places[kTilePixels];
            for (int i = 0; i < kTilePixels; ++i)
                places[i] = gradients.data() + (t * kTilePixels + i) * kOut;
            table.winogradGradient(places, kOut, values.data() + t * kWinogradChannels, blockStride, stride);
        }
    }

    /// The direct sum over all tiles of pixels times gradients that meet at a filter's tap.
    [[nodiscard]] double tapGradient(const TileInputs& inputs, int tiles, int tap, int in, int out) const
    {
        double sum = 0.0;
        for (int t = 0; t < tiles; ++t)
            for (int i = 0; i < kTilePixels; ++i)
                sum += static_cast<double>(gradients[at((t * kTilePixels + i) * kOut + out)]) *
                       inputs.pixel(t, placeInField(i % kWinogradTile, i / kWinogradTile, tap), in);
        return sum;
    }
};

} // namespace

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
    constexpr int kMostTiles = 15;
    constexpr int kPixelStride = kOut + kGap;
    constexpr int kRowStride = kWinogradTile * kPixelStride;
    const Filters filters(*table);
    for (int tiles = 1; tiles <= kMostTiles; ++tiles) {
        const TileInputs inputs(*table, tiles, 3);
        const int stride = tiles * kOut + kGap;
        const std::vector<float> products = productsOf(*table, inputs, filters, tiles, stride);
        const int rows = 1 + tiles % kWinogradTile;
        const int columns = 1 + tiles / kWinogradTile % kWinogradTile;
        for (int t = 0; t < tiles; ++t) {
            std::vector<float> result(at(kWinogradTile * kRowStride), std::numeric_limits<float>::quiet_NaN());
            table->winogradOutput(products.data() + t * kOut, stride, kOut, filters.bias.data(), result.data(),
                                  kPixelStride, kRowStride, rows, columns);
            for (int i = 0; i < kTilePixels * kPixelStride; ++i) {
                const int out = i % kPixelStride;
                const int x = i / kPixelStride % kWinogradTile;
                const int y = i / kRowStride;
                const double found = result[at(i)];
                if (out >= kOut || x >= columns || y >= rows)
                    QVERIFY(std::isnan(found));
                else
                    QVERIFY2(std::abs(found - filters.convolved(inputs, t, x, y, out)) < 1e-5,
                             qPrintable(QString::number(found)));
            }
        }
    }
}

/// The gradient of a filter's tap is the sum of pixels times gradients that meet there, over several tiles.
void WinogradKernelsTest::filterGradients()
{
    REQUIRE_TABLE(table);
    constexpr int kTiles = 7;
    constexpr int kSumStride = kIn * kOut + kGap;
    const TileInputs inputs(*table, kTiles, 1);
    const TileGradients gradients(*table, kTiles, 2);
    std::vector<float> sums(at(kWinogradPoints * kSumStride));
    // In two parts: the second adds to the first.
    for (int p = 0; p < kWinogradPoints; ++p)
        for (int block = 0; block < kOut / kWinogradChannels; ++block) {
            constexpr int kFirst = 3;
            const float* values = inputs.values.data() + p * inputs.stride;
            const float* of = gradients.values.data() + p * gradients.stride + block * gradients.blockStride;
            float* to = sums.data() + p * kSumStride + block * kWinogradChannels;
            table->winogradSums(values, kFirst, kIn, of, to, kOut);
            table->winogradSums(values + kFirst * kIn, kTiles - kFirst, kIn, of + kFirst * kWinogradChannels, to, kOut);
        }
    std::vector<float> taps(at(kFilterTaps * kIn * kOut));
    table->winogradFilters(sums.data(), kIn * kOut, kSumStride, taps.data(), kIn * kOut);
    for (int tap = 0; tap < kFilterTaps; ++tap)
        for (int in = 0; in < kIn; ++in)
            for (int out = 0; out < kOut; ++out) {
                const double found = taps[at((tap * kIn + in) * kOut + out)];
                const double expected = gradients.tapGradient(inputs, kTiles, tap, in, out);
                QVERIFY2(std::abs(found - expected) < 1e-4, qPrintable(QString::number(found - expected)));
            }
}

QTEST_APPLESS_MAIN(WinogradKernelsTest)
#include "winograd_kernels_test.moc"
