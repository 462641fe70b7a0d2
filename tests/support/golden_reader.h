#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace dh::test
{

/// Reads tensors of a trusted safetensors file of expected values, whole file in memory. Throws what its parts throw.
class GoldenReader
{
public:
    explicit GoldenReader(const std::string& path)
    {
        std::ifstream file(path, std::ios::binary);
        if (!file)
            throw std::runtime_error("no goldens at " + path);
        m_bytes.assign(std::istreambuf_iterator<char>(file), {});
        std::uint64_t headerBytes = 0;
        std::memcpy(&headerBytes, m_bytes.data(), sizeof headerBytes);
        m_dataStart = sizeof headerBytes + headerBytes;
        m_header = nlohmann::json::parse(m_bytes.begin() + sizeof headerBytes,
                                         m_bytes.begin() + static_cast<std::ptrdiff_t>(m_dataStart));
    }

    [[nodiscard]] std::vector<int> shape(const std::string& name) const
    {
        return m_header.at(name).at("shape").get<std::vector<int>>();
    }

    /// T is the stored type: float for F32, uint8_t for U8.
    template <typename T>
    [[nodiscard]] std::vector<T> values(const std::string& name) const
    {
        const auto offsets = m_header.at(name).at("data_offsets").get<std::vector<std::size_t>>();
        std::vector<T> result((offsets.at(1) - offsets.at(0)) / sizeof(T));
        std::memcpy(result.data(), m_bytes.data() + m_dataStart + offsets[0], result.size() * sizeof(T));
        return result;
    }

private:
    std::vector<char> m_bytes;
    std::size_t m_dataStart = 0;
    nlohmann::json m_header;
};

} // namespace dh::test
