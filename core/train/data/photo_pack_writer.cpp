#include "core/train/data/photo_pack_writer.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <memory>

namespace dh
{

namespace
{

constexpr std::size_t kDigits = 6;

std::string numbered(const char* prefix, int number)
{
    const std::string digits = std::to_string(number);
    return prefix + std::string(digits.size() < kDigits ? kDigits - digits.size() : 0, '0') + digits;
}

/// A new file beside `target` that is gone as soon as its descriptor is closed.
int openSpool(const std::filesystem::path& target)
{
    const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
    std::string name = (folder / ".pack-XXXXXX").string();
    const int descriptor = mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0)
        throw Error(ErrorCode::FileUnwritable, target.string(), "its folder doesn't accept a new file");
    unlink(name.c_str());
    return descriptor;
}

/// The first `size` bytes behind `descriptor`, readable as long as the result lives.
std::shared_ptr<const std::byte> mapSpool(int descriptor, std::uint64_t size, const std::filesystem::path& target)
{
    if (size == 0)
        return nullptr;
    void* address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED)
        throw errorFromErrno(errno, target, ErrorCode::FileUnwritable);
    return {static_cast<const std::byte*>(address),
            [size](const std::byte* mapped) { munmap(const_cast<std::byte*>(mapped), size); }};
}

} // namespace

PhotoPackWriter::PhotoPackWriter(std::filesystem::path target, int longSide)
    : m_target(std::move(target)), m_longSide(longSide), m_spool(openSpool(m_target))
{
}

PhotoPackWriter::~PhotoPackWriter()
{
    close(m_spool);
}

void PhotoPackWriter::append(const std::string& key, std::vector<std::int64_t> shape,
                             std::span<const std::uint8_t> bytes)
{
    const std::uint64_t begin = m_size;
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t written = write(m_spool, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            throw errorFromErrno(errno, m_target, ErrorCode::FileUnwritable);
        done += static_cast<std::size_t>(written);
    }
    m_size += bytes.size();
    m_placed[key] = {std::move(shape), begin, m_size};
}

void PhotoPackWriter::add(const PackedPhoto& photo)
{
    append(numbered("image/", m_photoCount), {photo.height, photo.width, 3}, photo.rgb);
    if (!photo.regions.empty())
        append(numbered("regions/", m_photoCount), {photo.height, photo.width}, photo.regions);
    ++m_photoCount;
}

void PhotoPackWriter::add(const PackedPair& pair)
{
    append(numbered("real/", m_pairCount), {pair.height, pair.width, 3}, pair.real);
    append(numbered("composite/", m_pairCount), {pair.height, pair.width, 3}, pair.composite);
    append(numbered("mask/", m_pairCount), {pair.height, pair.width}, pair.mask);
    ++m_pairCount;
}

void PhotoPackWriter::setIlluminations(std::vector<Illumination> illuminations)
{
    m_illuminations = std::move(illuminations);
}

void PhotoPackWriter::finish()
{
    const auto spool = mapSpool(m_spool, m_size, m_target);
    std::map<std::string, TensorToWrite> tensors;
    for (const auto& [key, placed] : m_placed)
        tensors[key] = {DType::U8, placed.shape, {spool.get() + placed.begin, placed.end - placed.begin}};
    if (!m_illuminations.empty()) {
        tensors[PhotoPack::kIlluminationsName] = {DType::F32,
                                                  {static_cast<std::int64_t>(m_illuminations.size()), 3, 11},
                                                  std::as_bytes(std::span(m_illuminations))};
    }
    writeSafetensors(m_target, tensors,
                     {{PhotoPack::kFormatKey, PhotoPack::kFormat},
                      {PhotoPack::kVersionKey, PhotoPack::kVersion},
                      {PhotoPack::kLongSideKey, std::to_string(m_longSide)}});
}

} // namespace dh
