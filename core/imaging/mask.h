#pragma once

#include "core/base/geometry.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace dh
{

/// A selection over a picture: one byte per pixel, 0 = keep, 255 = harmonize fully.
/// Value type; copies share pixels until written. Reading is thread-safe, writing is not.
class Mask
{
public:
    Mask() = default;
    /// A mask of `size` filled with `value`.
    explicit Mask(Size size, std::uint8_t value = 0);
    /// Takes over `values`, size.area() bytes, rows from top to bottom without padding.
    Mask(Size size, std::vector<std::uint8_t> values);

    [[nodiscard]] bool isNull() const { return m_size.isEmpty(); }
    [[nodiscard]] Size size() const { return m_size; }
    [[nodiscard]] int width() const { return m_size.width; }
    [[nodiscard]] int height() const { return m_size.height; }
    [[nodiscard]] const std::uint8_t* row(int y) const
    {
        return m_values->data() + static_cast<std::size_t>(y) * m_size.width;
    }
    /// Equal (std::owner_less) for masks that share their values, and never reused while it is held; keeps no values.
    [[nodiscard]] std::weak_ptr<const void> identity() const { return m_values; }
    /// Detaches from copies that share the pixels.
    [[nodiscard]] std::uint8_t* writableRow(int y);

    /// The smallest rectangle that holds every value > 0; empty for an empty mask.
    [[nodiscard]] Rect boundingBox() const;
    /// Whether no value is > 0.
    [[nodiscard]] bool isEmpty() const { return boundingBox().isEmpty(); }
    /// Sum of the values over 255, in pixels.
    [[nodiscard]] double coverage() const;

    /// Softens the edge with a Gaussian of `sigma` mask pixels (>= 0; 0 returns a copy; above 30000 counts as 30000).
    /// From 32 on its cost hardly grows while 3 * sigma is within the mask's sides; the values then differ from the
    /// Gaussian's by less than one step.
    /// A pixel whose neighbours up to 3 * sigma away, along rows and columns, all have its value keeps it exactly.
    [[nodiscard]] Mask feathered(float sigma) const;
    /// Dilates (pixels > 0) or erodes (pixels < 0) with a disc of that radius. What lies outside the mask has no
    /// effect.
    [[nodiscard]] Mask grown(int pixels) const;
    /// The part of the mask inside `area`, which lies within the mask.
    [[nodiscard]] Mask cropped(const Rect& area) const;

    friend bool operator==(const Mask& a, const Mask& b);

private:
    Size m_size;
    std::shared_ptr<std::vector<std::uint8_t>> m_values;
};

} // namespace dh
