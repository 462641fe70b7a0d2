#pragma once

#include "core/weights/dtype.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace dh
{

/// One tensor inside a mapped file. `bytes` points into the mapping and lives as long as `owner`.
struct TensorView {
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;

    [[nodiscard]] std::int64_t elementCount() const;
};

/// One untrusted safetensors file, memory-mapped read-only; opening it reads the header and no data. The header is
/// checked in full: its length against the file's, JSON form, duplicate keys, dtypes, shape products (overflow
/// included), offsets inside the data, no overlap, no holes. Tensors need not be aligned (older writers did not care):
/// isAligned() tells. A file that another program shortens while it is mapped ends this process when the lost part is
/// read. Value type; copies share the mapping. Reading is thread-safe. Source:
/// https://github.com/huggingface/safetensors (format section of its README).
class SafetensorsFile
{
public:
    /// @throws Error FileNotFound, FileUnreadable, CorruptFile; never allocates more than the header's own size times a
    /// small constant
    explicit SafetensorsFile(const std::filesystem::path& path);

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::uint64_t fileSize() const { return m_fileSize; }
    /// By key, in the order of std::map.
    [[nodiscard]] const std::map<std::string, TensorView>& tensors() const { return m_tensors; }
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return m_metadata; }
    /// Whether the view's address suits direct use as its element type.
    [[nodiscard]] static bool isAligned(const TensorView& view);
    /// Tells the system that the pages of `view` won't be needed soon (after they were converted).
    static void dropPages(const TensorView& view);

private:
    std::filesystem::path m_path;
    std::uint64_t m_fileSize = 0;
    std::map<std::string, TensorView> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

/// One tensor to write.
struct TensorToWrite {
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

/// Writes a safetensors file atomically; the data starts at a multiple of 64 bytes, tensors are ordered by element size
/// (largest first), then by key, so that each is aligned.
/// @throws Error DiskFull, FileUnwritable
void writeSafetensors(const std::filesystem::path& path, const std::map<std::string, TensorToWrite>& tensors,
                      const std::map<std::string, std::string>& metadata = {});

} // namespace dh
