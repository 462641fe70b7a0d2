#pragma once

#include "core/scene/composition.h"

#include <bit>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dh::test
{

/// A number of every pixel and every field of a composition (FNV-1a over 64-bit words); null and full masks differ.
class CompositionHash
{
public:
    [[nodiscard]] static std::uint64_t of(const Composition& composition)
    {
        CompositionHash hash;
        hash.add(composition.background);
        hash.add(composition.layers.size());
        for (const Layer& layer : composition.layers)
            hash.add(layer);
        hash.add(composition.results.size());
        for (const ResultPtr& result : composition.results)
            hash.add(*result);
        hash.add(composition.influence);
        return hash.m_value;
    }

private:
    void addBytes(const void* data, std::size_t size)
    {
        const std::string_view bytes(static_cast<const char*>(data), size);
        add(std::hash<std::string_view>()(bytes));
        add(size);
    }
    template <typename T>
    requires std::is_arithmetic_v<T>
    void add(T value)
    {
        constexpr std::uint64_t kPrime = 1099511628211ULL;
        std::uint64_t word = 0;
        if constexpr (std::is_floating_point_v<T>)
            word = std::bit_cast<std::uint64_t>(static_cast<double>(value));
        else
            word = static_cast<std::uint64_t>(value);
        m_value = (m_value ^ word) * kPrime;
        m_value ^= m_value >> 29U;
    }
    void add(const std::string& text) { addBytes(text.data(), text.size()); }
    void add(const PointF& point)
    {
        add(point.x);
        add(point.y);
    }
    void add(const Image& image)
    {
        add(image.width());
        add(image.height());
        if (image.isNull())
            return;
        add(image.channels());
        add(static_cast<int>(image.type()));
        addBytes(image.bytes(), image.sizeInBytes());
        if (image.iccProfile())
            addBytes(image.iccProfile()->data(), image.iccProfile()->size());
    }
    void add(const Mask& mask)
    {
        add(mask.width());
        add(mask.height());
        if (!mask.isNull())
            addBytes(mask.row(0), static_cast<std::size_t>(mask.size().area()));
    }
    void add(const LayerTransform& transform)
    {
        add(transform.pivotInLayer);
        add(transform.pivotInCanvas);
        add(transform.scaleX);
        add(transform.scaleY);
        add(transform.rotation);
        add(transform.flipHorizontal);
        add(transform.flipVertical);
    }
    void add(const HarmonizedResult& result)
    {
        add(result.id);
        add(result.layer);
        add(result.name);
        add(result.starred);
        add(result.areaInCanvas.x);
        add(result.areaInCanvas.y);
        add(result.areaInCanvas.width);
        add(result.areaInCanvas.height);
        add(result.before);
        add(result.after);
        add(result.mask);
        add(result.influence);
        add(result.transformAtRun);
        add(result.opacityAtRun);
        add(result.seed);
        add(result.seconds);
        for (const auto& [key, value] : result.settings) {
            add(key);
            add(value);
        }
    }
    void add(const Layer& layer)
    {
        add(layer.id);
        add(layer.name);
        add(layer.image);
        add(layer.mask);
        add(layer.edge.grow);
        add(layer.edge.feather);
        add(layer.transform);
        add(layer.opacity);
        add(layer.visible);
        add(layer.locked);
        add(layer.applied.has_value());
        if (!layer.applied)
            return;
        add(*layer.applied->result);
        add(layer.applied->adjustment.light);
        add(layer.applied->adjustment.colour);
        add(layer.applied->adjustment.detailLock);
        add(layer.applied->adjustment.protect);
    }

    std::uint64_t m_value = 14695981039346656037ULL;
};

} // namespace dh::test
