#include "core/harmonize/lut.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/imaging/colour.h"
#include "core/imaging/convert.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <locale>
#include <new>
#include <sstream>

namespace dh
{

namespace
{

constexpr int kSide = ColourLut::kSide;
constexpr std::size_t kNodes = static_cast<std::size_t>(kSide) * kSide * kSide;
constexpr int kRgb = 3;
constexpr int kNear = 3; ///< a node's neighbours along an axis, itself included
constexpr int kNeighbours = kNear * kNear * kNear;
constexpr int kSelected = 128;
constexpr long long kMostSamples = 400'000;
constexpr double kLevels = 255.0;

using Colour = std::array<double, kRgb>;
using Field = std::vector<Colour>; ///< a value for each node

struct Sample {
    Colour before{};
    Colour after{};
};

std::size_t nodeAt(int red, int green, int blue)
{
    return (static_cast<std::size_t>(blue) * kSide + static_cast<std::size_t>(green)) * kSide +
           static_cast<std::size_t>(red);
}

/// The eight nodes around a colour and how much each counts.
struct Corners {
    std::array<int, kRgb> origin{};
    std::array<double, kRgb> share{}; ///< of the farther node, by axis

    explicit Corners(const Colour& colour)
    {
        for (std::size_t axis = 0; axis < kRgb; ++axis) {
            const double position = std::clamp(colour[axis], 0.0, 1.0) * (kSide - 1);
            origin[axis] = std::min(static_cast<int>(position), kSide - 2);
            share[axis] = position - origin[axis];
        }
    }
    static constexpr int kCount = 8;
    [[nodiscard]] static int step(int corner, std::size_t axis) { return (corner >> axis) & 1; }
    [[nodiscard]] double weight(int corner) const
    {
        double weight = 1.0;
        for (std::size_t axis = 0; axis < kRgb; ++axis)
            weight *= step(corner, axis) == 1 ? share[axis] : 1.0 - share[axis];
        return weight;
    }
    [[nodiscard]] std::size_t node(int corner) const
    {
        return nodeAt(origin[0] + step(corner, 0), origin[1] + step(corner, 1), origin[2] + step(corner, 2));
    }
};

/// The normal equations of the fit: the samples' part by neighbourhoods of 3 x 3 x 3 nodes, and a smoothness between
/// neighbours that decides where there are no samples.
class NormalEquations
{
public:
    explicit NormalEquations(const std::vector<Sample>& samples) : m_matrix(kNodes), m_right(kNodes)
    {
        for (const Sample& sample : samples)
            add(sample);
        // Relative to the samples of an average node, so that the number of pixels doesn't matter.
        constexpr double kSmoothness = 1e-2;
        m_smoothness = kSmoothness * std::max<double>(1.0, static_cast<double>(samples.size())) / kNodes;
    }

    [[nodiscard]] const Field& right() const { return m_right; }

    /// Divides by the diagonal: nodes with many samples and nodes without any converge alike.
    [[nodiscard]] Field preconditioned(const Field& field) const
    {
        constexpr double kTouching = 6.0;
        Field result(kNodes);
        for (std::size_t n = 0; n < kNodes; ++n)
            for (std::size_t c = 0; c < kRgb; ++c)
                result[n][c] = field[n][c] / (m_matrix[n][slot(0, 0, 0)] + kTouching * m_smoothness);
        return result;
    }

    [[nodiscard]] Field times(const Field& field) const
    {
        Field product(kNodes);
        for (int blue = 0; blue < kSide; ++blue)
            for (int green = 0; green < kSide; ++green)
                for (int red = 0; red < kSide; ++red)
                    product[nodeAt(red, green, blue)] = row(field, red, green, blue);
        return product;
    }

private:
    static std::size_t slot(int red, int green, int blue)
    {
        return static_cast<std::size_t>(((blue + 1) * kNear + green + 1) * kNear + red + 1);
    }

    void add(const Sample& sample)
    {
        const Corners corners(sample.before);
        for (int i = 0; i < Corners::kCount; ++i) {
            const std::size_t node = corners.node(i);
            const double weight = corners.weight(i);
            for (std::size_t c = 0; c < kRgb; ++c)
                m_right[node][c] += weight * (sample.after[c] - sample.before[c]);
            for (int j = 0; j < Corners::kCount; ++j) {
                const auto offset = [&](std::size_t axis) { return Corners::step(j, axis) - Corners::step(i, axis); };
                m_matrix[node][slot(offset(0), offset(1), offset(2))] += weight * corners.weight(j);
            }
        }
    }

    [[nodiscard]] Colour row(const Field& field, int red, int green, int blue) const
    {
        const std::size_t node = nodeAt(red, green, blue);
        Colour sum{};
        for (int b = -1; b <= 1; ++b) {
            for (int g = -1; g <= 1; ++g) {
                for (int r = -1; r <= 1; ++r) {
                    if (!isInside(red + r) || !isInside(green + g) || !isInside(blue + b))
                        continue;
                    const Colour& other = field[nodeAt(red + r, green + g, blue + b)];
                    const double weight = m_matrix[node][slot(r, g, b)];
                    const bool touches = std::abs(r) + std::abs(g) + std::abs(b) == 1;
                    for (std::size_t c = 0; c < kRgb; ++c) {
                        sum[c] += weight * other[c];
                        if (touches)
                            sum[c] += m_smoothness * (field[node][c] - other[c]);
                    }
                }
            }
        }
        return sum;
    }

    static bool isInside(int index) { return index >= 0 && index < kSide; }

    std::vector<std::array<double, kNeighbours>> m_matrix;
    Field m_right;
    double m_smoothness = 0.0;
};

Colour dot(const Field& a, const Field& b)
{
    Colour sum{};
    for (std::size_t i = 0; i < kNodes; ++i)
        for (std::size_t c = 0; c < kRgb; ++c)
            sum[c] += a[i][c] * b[i][c];
    return sum;
}

/// Preconditioned conjugate gradients, the three colours side by side.
Field solved(const NormalEquations& equations)
{
    constexpr int kMostIterations = 200;
    constexpr double kGoodEnough = 1e-18; // of the first residual, squared
    Field solution(kNodes);
    Field residual = equations.right();
    Field direction = equations.preconditioned(residual);
    Colour size = dot(residual, direction);
    const Colour first = size;
    for (int i = 0; i < kMostIterations; ++i) {
        const Field image = equations.times(direction);
        const Colour curvature = dot(direction, image);
        Colour step{};
        for (std::size_t c = 0; c < kRgb; ++c)
            step[c] = curvature[c] > 0.0 ? size[c] / curvature[c] : 0.0;
        for (std::size_t n = 0; n < kNodes; ++n)
            for (std::size_t c = 0; c < kRgb; ++c) {
                solution[n][c] += step[c] * direction[n][c];
                residual[n][c] -= step[c] * image[n][c];
            }
        const Field scaled = equations.preconditioned(residual);
        const Colour next = dot(residual, scaled);
        bool isDone = true;
        Colour share{};
        for (std::size_t c = 0; c < kRgb; ++c) {
            share[c] = size[c] > 0.0 ? next[c] / size[c] : 0.0;
            isDone = isDone && next[c] <= kGoodEnough * first[c];
        }
        if (isDone)
            break;
        for (std::size_t n = 0; n < kNodes; ++n)
            for (std::size_t c = 0; c < kRgb; ++c)
                direction[n][c] = scaled[n][c] + share[c] * direction[n][c];
        size = next;
    }
    return solution;
}

/// Every so many pixels of a row and every so many rows.
int samplingStep(const Mask& mask)
{
    return std::max(1, static_cast<int>(std::ceil(std::sqrt(mask.coverage() / static_cast<double>(kMostSamples)))));
}

std::vector<Sample> takeSamples(const Image& before, const Image& after, const Mask& mask)
{
    const ColourTransform colours(after.iccProfile());
    const int step = samplingStep(mask);
    std::vector<Sample> samples;
    for (int y = 0; y < mask.height(); y += step) {
        const Rect rowArea{0, y, mask.width(), 1};
        PlanarImage from = planarFromImage(before, rowArea);
        PlanarImage to = planarFromImage(after, rowArea);
        colours.toSrgb(from);
        colours.toSrgb(to);
        for (int x = 0; x < mask.width(); x += step) {
            if (mask.row(y)[x] < kSelected)
                continue;
            Sample sample;
            for (std::size_t c = 0; c < kRgb; ++c) {
                sample.before[c] = from.plane(static_cast<int>(c))[x];
                sample.after[c] = to.plane(static_cast<int>(c))[x];
            }
            samples.push_back(sample);
        }
    }
    return samples;
}

ColourLut lutFrom(const Field& change)
{
    ColourLut lut;
    lut.values.reserve(kNodes * kRgb);
    for (int blue = 0; blue < kSide; ++blue)
        for (int green = 0; green < kSide; ++green)
            for (int red = 0; red < kSide; ++red) {
                const std::array<int, kRgb> at{red, green, blue};
                for (std::size_t c = 0; c < kRgb; ++c) {
                    const double identity = static_cast<double>(at[c]) / (kSide - 1);
                    const double value = identity + change[nodeAt(red, green, blue)][c];
                    lut.values.push_back(static_cast<float>(std::clamp(value, 0.0, 1.0)));
                }
            }
    return lut;
}

void measure(LutFit& fit, const std::vector<Sample>& samples)
{
    double squares = 0.0;
    for (const Sample& sample : samples) {
        const Corners corners(sample.before);
        for (std::size_t c = 0; c < kRgb; ++c) {
            double value = 0.0;
            for (int i = 0; i < Corners::kCount; ++i)
                value += corners.weight(i) * fit.lut.values[corners.node(i) * kRgb + c];
            const double error = std::abs(value - sample.after[c]) * kLevels;
            squares += error * error;
            fit.largestError = std::max(fit.largestError, error);
        }
    }
    fit.pixels = static_cast<long long>(samples.size());
    fit.rmsError = std::sqrt(squares / (static_cast<double>(samples.size()) * kRgb));
}

} // namespace

LutFit fitLut(const Image& before, const Image& after, const Mask& mask)
{
    if (before.size() != after.size() || mask.size() != after.size())
        throw Error(ErrorCode::SizeMismatch, "", "both pictures and the mask need one size");
    try {
        const std::vector<Sample> samples = takeSamples(before, after, mask);
        if (samples.empty())
            throw Error(ErrorCode::EmptyMask, "", "no pixel is selected by half or more");
        LutFit fit;
        fit.lut = lutFrom(solved(NormalEquations(samples)));
        measure(fit, samples);
        return fit;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", "not enough memory to fit the table");
    }
}

void writeCubeFile(const std::filesystem::path& path, const ColourLut& lut, const std::string& title)
{
    constexpr int kDigits = 6;
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(kDigits);
    text << std::fixed << "TITLE \"" << title << "\"\nLUT_3D_SIZE " << kSide
         << "\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n";
    for (std::size_t i = 0; i < lut.values.size(); i += kRgb)
        text << lut.values[i] << ' ' << lut.values[i + 1] << ' ' << lut.values[i + 2] << '\n';
    AtomicFile file(path);
    file.write(text.str());
    file.commit();
}

} // namespace dh
