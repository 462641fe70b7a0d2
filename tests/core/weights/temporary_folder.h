#pragma once

#include "core/weights/safetensors_file.h"

#include <QTemporaryDir>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

/// A folder of its own for one test function, gone afterwards.
class TemporaryFolder
{
public:
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }

    /// Writes `content` to `name`, creating folders on the way.
    std::filesystem::path write(const std::string& name, const std::string& content) const
    {
        const std::filesystem::path file = path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << content;
        return file;
    }

    /// Writes a valid safetensors file of float32 tensors with two elements each, one for each key.
    std::filesystem::path writeTensors(const std::string& name, const std::vector<std::string>& keys) const
    {
        static constexpr std::array<float, 2> kValues{1.5F, -2.25F};
        const std::filesystem::path file = path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::map<std::string, dh::TensorToWrite> tensors;
        for (const std::string& key : keys)
            tensors[key] = {dh::DType::F32, {2}, std::as_bytes(std::span(kValues))};
        dh::writeSafetensors(file, tensors);
        return file;
    }

private:
    QTemporaryDir m_folder;
};

/// The bytes of a safetensors file with this header text, as it stands, and `dataSize` bytes of data.
inline std::string safetensorsBytes(const std::string& header, std::size_t dataSize)
{
    std::string bytes;
    for (int shift = 0; shift < 64; shift += 8)
        bytes += static_cast<char>(static_cast<std::uint64_t>(header.size()) >> shift & 0xff);
    return bytes + header + std::string(dataSize, '\x11');
}
