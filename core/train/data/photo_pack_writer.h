#pragma once

#include "core/train/data/photo_pack.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace dh
{

/// Writes a PhotoPack. What is added goes to a hidden file beside the target, so that a pack may be larger than the
/// memory; finish() replaces the target as a whole. Without finish() nothing stays behind. Used by one thread.
class PhotoPackWriter
{
public:
    /// @param longSide  the longest side of the pictures to come, told in the pack
    /// @throws Error FileUnwritable
    PhotoPackWriter(std::filesystem::path target, int longSide);
    PhotoPackWriter(const PhotoPackWriter&) = delete;
    PhotoPackWriter& operator=(const PhotoPackWriter&) = delete;
    ~PhotoPackWriter();

    /// Copies the pixels. @throws Error DiskFull, FileUnwritable
    void add(const PackedPhoto& photo);
    void add(const PackedPair& pair);
    void setIlluminations(std::vector<Illumination> illuminations);

    /// Bytes of pixels so far.
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] int photoCount() const { return m_photoCount; }
    [[nodiscard]] int pairCount() const { return m_pairCount; }

    /// @throws Error DiskFull, FileUnwritable; the target is unchanged then
    void finish();

private:
    struct Placed {
        std::vector<std::int64_t> shape;
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
    };

    void append(const std::string& key, std::vector<std::int64_t> shape, std::span<const std::uint8_t> bytes);

    std::filesystem::path m_target;
    int m_longSide;
    int m_spool = -1; ///< descriptor of the hidden file, which has no name any more
    std::uint64_t m_size = 0;
    int m_photoCount = 0;
    int m_pairCount = 0;
    std::map<std::string, Placed> m_placed;
    std::vector<Illumination> m_illuminations;
};

} // namespace dh
