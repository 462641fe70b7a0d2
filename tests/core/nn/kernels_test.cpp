#include "core/nn/kernels.h"

#include "tests/core/nn/kernel_tables.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace dh::test;
using dh::kernels::Table;

namespace
{

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kDenormal = std::numeric_limits<float>::denorm_min() * 1000;
/// Longer than four of the widest vectors, with every possible remainder.
constexpr int kMostValues = 70;

double exactSilu(double x)
{
    return x < -700.0 ? 0.0 : x / (1.0 + std::exp(-x));
}

double exactGelu(double x)
{
    return 0.5 * x * std::erfc(-x / std::sqrt(2.0));
}

/// Steps through the range where the functions bend, then orders of magnitude beyond, and what floats hold besides.
std::vector<float> wideValues()
{
    std::vector<float> values{0.0F,   -0.0F,   kDenormal, -kDenormal, 1e-30F, -1e-30F, 1e-10F, -1e-10F,
                              100.0F, -100.0F, 1e4F,      -1e4F,      1e10F,  -1e10F,  1e30F,  -1e30F};
    for (float x = -95.0F; x <= 95.0F; x += 0.0137F)
        values.push_back(x);
    for (float x = -6.0F; x <= 6.0F; x += 0.00091F)
        values.push_back(x);
    return values;
}

/// The first place where the two differ by more than relative * |expected| + absolute; nothing when there is none.
template <typename Expected>
QString difference(const std::vector<float>& inputs, const std::vector<float>& actual, const Expected& expected,
                   double relative, double absolute)
{
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const double wanted = expected(i);
        if (!(std::abs(actual[i] - wanted) <= relative * std::abs(wanted) + absolute))
            return QString("f(%1) = %2, expected %3").arg(inputs[i]).arg(actual[i]).arg(wanted);
    }
    return {};
}

} // namespace

class KernelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesATable();
    void exponential_data() { addKernelTables(); }
    void exponential();
    void siluOverAWideRange_data() { addKernelTables(); }
    void siluOverAWideRange();
    void geluOverAWideRange_data() { addKernelTables(); }
    void geluOverAWideRange();
    void nanStaysNan_data() { addKernelTables(); }
    void nanStaysNan();
    void everyLength_data() { addKernelTables(); }
    void everyLength();
    void worksInPlace_data() { addKernelTables(); }
    void worksInPlace();
    void rowsOfChannels_data() { addKernelTables(); }
    void rowsOfChannels();
    void sumsLongPlanes_data() { addKernelTables(); }
    void sumsLongPlanes();
    void findsEveryBadValue_data() { addKernelTables(); }
    void findsEveryBadValue();
};

void KernelsTest::choosesATable()
{
    QVERIFY(dh::kernels::tableByName("generic"));
    QVERIFY(!dh::kernels::tableByName("sse9"));
    QVERIFY(!dh::kernels::tableByName(""));
    const Table& chosen = dh::kernels::table();
    QCOMPARE(&chosen, dh::kernels::tableByName(chosen.name));
}

void KernelsTest::exponential()
{
    REQUIRE_TABLE(table);
    std::vector<float> inputs;
    for (float x = -87.25F; x <= 87.9F; x += 0.00317F)
        inputs.push_back(x);
    std::vector<float> actual = inputs;
    (void)table->expAndSum(actual.data(), std::ssize(actual), 0.0F);
    constexpr double kRelative = 2.4e-7; // two units in the last place
    const QString wrong = difference(
        inputs, actual, [&](std::size_t i) { return std::exp(static_cast<double>(inputs[i])); }, kRelative, 0.0);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));

    const std::vector<float> edges{-87.4F, -104.0F, -1e30F, -kInfinity, kDenormal, -kDenormal, 0.0F, 89.0F, 1e30F};
    actual = edges;
    const float sum = table->expAndSum(actual.data(), std::ssize(actual), 0.0F);
    for (const int i : {0, 1, 2, 3})
        QCOMPARE(actual[static_cast<std::size_t>(i)], 0.0F);
    for (const int i : {4, 5, 6})
        QCOMPARE(actual[static_cast<std::size_t>(i)], 1.0F);
    for (const int i : {7, 8})
        QVERIFY(std::abs(actual[static_cast<std::size_t>(i)] / std::exp(88.0) - 1.0) < 1e-6);
    QVERIFY(std::isfinite(sum));
}

void KernelsTest::siluOverAWideRange()
{
    REQUIRE_TABLE(table);
    const std::vector<float> inputs = wideValues();
    std::vector<float> actual = inputs;
    table->silu(actual.data(), std::ssize(actual));
    const auto exact = [&](std::size_t i) { return exactSilu(inputs[i]); };
    const QString wrong = difference(inputs, actual, exact, 1e-6, 1e-8);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));

    std::vector<float> scaled(inputs.size());
    table->scaleShift(inputs.data(), scaled.data(), std::ssize(inputs), 1.0F, 0.0F, true);
    QCOMPARE(scaled, actual);
}

void KernelsTest::geluOverAWideRange()
{
    REQUIRE_TABLE(table);
    const std::vector<float> gates = wideValues();
    const std::vector<float> ones(gates.size(), 1.0F);
    std::vector<float> actual(gates.size());
    table->geglu(ones.data(), gates.data(), actual.data(), std::ssize(gates));
    // Far below zero the exact function is 0 to float's last digit: an error there must not grow with the gate.
    const QString wrong = difference(
        gates, actual, [&](std::size_t i) { return exactGelu(gates[i]); }, 1e-6, 1e-6);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void KernelsTest::nanStaysNan()
{
    REQUIRE_TABLE(table);
    for (int count = 1; count <= kMostValues; ++count) {
        const auto at = static_cast<std::size_t>(count - 1);
        const std::vector<float> inputs = [&] {
            std::vector<float> values(static_cast<std::size_t>(count), -1.0F);
            values[at] = kNaN;
            return values;
        }();
        const std::vector<float> ones(inputs.size(), 1.0F);
        std::vector<float> out = inputs;
        table->silu(out.data(), count);
        QVERIFY(std::isnan(out[at]));
        table->geglu(ones.data(), inputs.data(), out.data(), count);
        QVERIFY(std::isnan(out[at]));
        table->geglu(inputs.data(), ones.data(), out.data(), count);
        QVERIFY(std::isnan(out[at]));
        table->scaleShift(inputs.data(), out.data(), count, 2.0F, 1.0F, true);
        QVERIFY(std::isnan(out[at]));
        out = inputs;
        QVERIFY(std::isnan(table->expAndSum(out.data(), count, 0.0F)));
        QVERIFY(std::isnan(out[at]));
        double sum = 0.0;
        double squares = 0.0;
        table->moments(inputs.data(), count, 0.0F, &sum, &squares);
        QVERIFY(std::isnan(sum) && std::isnan(squares));
    }
}

void KernelsTest::everyLength()
{
    REQUIRE_TABLE(table);
    constexpr float kUntouched = 12345.0F;
    for (int count = 0; count <= kMostValues; ++count) {
        // One float off any alignment, with a sentinel behind.
        std::vector<float> in = randomValues(count + 2, 3.0F, static_cast<unsigned>(count));
        const float* x = in.data() + 1;
        const auto fresh = [&] { return std::vector<float>(static_cast<std::size_t>(count) + 2, kUntouched); };
        const auto check = [&](const std::vector<float>& out, const auto& expected, double tolerance) {
            for (int i = 0; i < count; ++i) {
                const double wanted = expected(i);
                if (!(std::abs(out[static_cast<std::size_t>(i) + 1] - wanted) <= tolerance * (1.0 + std::abs(wanted))))
                    return false;
            }
            return out.front() == kUntouched && out.back() == kUntouched;
        };
        const auto copied = [&] {
            std::vector<float> out = fresh();
            std::copy_n(x, count, out.data() + 1);
            return out;
        };

        std::vector<float> out = fresh();
        table->scaleShift(x, out.data() + 1, count, 1.75F, -0.3F, false);
        QVERIFY(check(
            out, [&](int i) { return 1.75 * x[i] - 0.3; }, 1e-6));
        out = fresh();
        table->scaleShift(x, out.data() + 1, count, 1.75F, -0.3F, true);
        QVERIFY(check(
            out, [&](int i) { return exactSilu(1.75 * x[i] - 0.3); }, 1e-6));
        out = copied();
        table->silu(out.data() + 1, count);
        QVERIFY(check(
            out, [&](int i) { return exactSilu(x[i]); }, 1e-6));
        out = copied();
        table->multiply(out.data() + 1, count, -0.7F);
        QVERIFY(check(
            out, [&](int i) { return -0.7 * x[i]; }, 1e-6));
        out = copied();
        const float sum = table->expAndSum(out.data() + 1, count, 4.0F);
        QVERIFY(check(
            out, [&](int i) { return std::exp(x[i] - 4.0); }, 1e-6));
        double exactSum = 0.0;
        for (int i = 0; i < count; ++i)
            exactSum += std::exp(x[i] - 4.0);
        QVERIFY(std::abs(sum - exactSum) <= 1e-5 * exactSum);
        out = fresh();
        const std::vector<float> values = randomValues(count + 1, 2.0F, 99);
        table->geglu(values.data(), x, out.data() + 1, count);
        QVERIFY(check(
            out, [&](int i) { return values[static_cast<std::size_t>(i)] * exactGelu(x[i]); }, 6e-6));

        double total = -1.0;
        double squares = -1.0;
        table->moments(x, count, 0.5F, &total, &squares);
        double exactTotal = 0.0;
        double exactSquares = 0.0;
        for (int i = 0; i < count; ++i) {
            exactTotal += x[i] - 0.5;
            exactSquares += (x[i] - 0.5) * (x[i] - 0.5);
        }
        QVERIFY(std::abs(total - exactTotal) < 1e-4);
        QVERIFY(std::abs(squares - exactSquares) <= 1e-5 * exactSquares);
        if (count > 0)
            QCOMPARE(table->maximum(x, count), *std::max_element(x, x + count));
        QVERIFY(table->allFinite(x, count));
    }
}

/// Every number of channels, over more pixels than one short sum takes.
void KernelsTest::rowsOfChannels()
{
    REQUIRE_TABLE(table);
    constexpr int kPixels = 301;
    for (int channels = 1; channels <= kMostValues; ++channels) {
        const auto width = static_cast<std::size_t>(channels);
        const std::vector<float> in = randomValues(kPixels * channels, 2.0F, static_cast<unsigned>(channels));
        const std::vector<float> scales = randomValues(channels, 1.0F, 7);
        const std::vector<float> shifts = randomValues(channels, 1.0F, 8);
        const std::vector<float> origins = randomValues(channels, 1.0F, 9);
        std::vector<double> sums(width, 10.0); // added to, not set
        std::vector<double> squares(width, 20.0);
        table->channelMoments(in.data(), kPixels, channels, origins.data(), sums.data(), squares.data());
        for (std::size_t c = 0; c < width; ++c) {
            double sum = 10.0;
            double square = 20.0;
            for (std::size_t p = 0; p < kPixels; ++p) {
                const double d = static_cast<double>(in[p * width + c]) - static_cast<double>(origins[c]);
                sum += d;
                square += d * d;
            }
            QVERIFY(std::abs(sums[c] - sum) < 1e-3);
            QVERIFY(std::abs(squares[c] - square) < 1e-6 * square + 1e-3);
        }
        for (const bool silu : {false, true}) {
            std::vector<float> out(in.size());
            table->scaleShiftChannels(in.data(), out.data(), kPixels, channels, scales.data(), shifts.data(), silu);
            const auto exact = [&](std::size_t i) {
                const double x = static_cast<double>(in[i]) * scales[i % width] + shifts[i % width];
                return silu ? exactSilu(x) : x;
            };
            const QString wrong = difference(in, out, exact, 1e-6, 2e-6);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }
}

void KernelsTest::worksInPlace()
{
    REQUIRE_TABLE(table);
    for (const int count : {1, 15, 16, 17, 70, 1000}) {
        const std::vector<float> a = randomValues(count, 2.0F, 5);
        const std::vector<float> b = randomValues(count, 2.0F, 6);
        std::vector<float> expected(a.size());
        for (const bool silu : {false, true}) {
            table->scaleShift(a.data(), expected.data(), count, 0.5F, 2.0F, silu);
            std::vector<float> inPlace = a;
            table->scaleShift(inPlace.data(), inPlace.data(), count, 0.5F, 2.0F, silu);
            QCOMPARE(inPlace, expected);
        }
        table->geglu(a.data(), b.data(), expected.data(), count);
        std::vector<float> overValue = a;
        table->geglu(overValue.data(), b.data(), overValue.data(), count);
        QCOMPARE(overValue, expected);
        std::vector<float> overGate = b;
        table->geglu(a.data(), overGate.data(), overGate.data(), count);
        QCOMPARE(overGate, expected);
    }
}

void KernelsTest::sumsLongPlanes()
{
    REQUIRE_TABLE(table);
    constexpr int kCount = 1'000'003;
    constexpr float kOffset = 1000.0F;
    std::vector<float> values = randomValues(kCount, 1.0F);
    for (float& value : values)
        value += kOffset;
    double exactSum = 0.0;
    double exactSquares = 0.0;
    for (const float value : values) {
        const double d = static_cast<double>(value) - kOffset;
        exactSum += d;
        exactSquares += d * d;
    }
    double sum = 0.0;
    double squares = 0.0;
    table->moments(values.data(), kCount, kOffset, &sum, &squares);
    QVERIFY2(std::abs(sum - exactSum) < 0.1, qPrintable(QString::number(sum - exactSum)));
    QVERIFY(std::abs(squares / exactSquares - 1.0) < 1e-6);
}

void KernelsTest::findsEveryBadValue()
{
    REQUIRE_TABLE(table);
    for (int count = 1; count <= kMostValues; ++count) {
        std::vector<float> values(static_cast<std::size_t>(count), std::numeric_limits<float>::max());
        values.front() = kDenormal;
        QVERIFY(table->allFinite(values.data(), count));
        for (std::size_t i = 0; i < values.size(); ++i) {
            const float before = values[i];
            for (const float bad : {kNaN, -kNaN, kInfinity, -kInfinity}) {
                values[i] = bad;
                QVERIFY(!table->allFinite(values.data(), count));
            }
            values[i] = before;
        }
    }
}

QTEST_APPLESS_MAIN(KernelsTest)
#include "kernels_test.moc"
