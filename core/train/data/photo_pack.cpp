#include "core/train/data/photo_pack.h"

#include "core/base/error.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

namespace dh
{

namespace
{

/// Keeps every product of a picture's extents far from overflow.
constexpr std::int64_t kMostSide = 1 << 15;
constexpr std::int64_t kChannels = 3;
constexpr std::size_t kCoefficientsPerRow = std::tuple_size_v<Illumination> / kChannels;

struct PackedTensor {
    int width = 0;
    int height = 0;
    std::span<const std::uint8_t> bytes;
};

[[noreturn]] void refuse(const SafetensorsFile& file, const std::string& detail)
{
    throw Error(ErrorCode::CorruptFile, file.path().string(), detail);
}

/// `channels` 1 stands for two dimensions.
PackedTensor pictureTensor(const SafetensorsFile& file, const std::string& key, std::int64_t channels)
{
    const auto found = file.tensors().find(key);
    if (found == file.tensors().end())
        refuse(file, "the tensor '" + key + "' is missing");
    const TensorView& view = found->second;
    const bool isPicture = channels == 1 ? view.shape.size() == 2 : view.shape.size() == 3 && view.shape[2] == channels;
    if (view.dtype != DType::U8 || !isPicture || view.shape[0] < 1 || view.shape[1] < 1 || view.shape[0] > kMostSide ||
        view.shape[1] > kMostSide)
        refuse(file, "the tensor '" + key + "' is no 8-bit picture");
    return {static_cast<int>(view.shape[1]),
            static_cast<int>(view.shape[0]),
            {reinterpret_cast<const std::uint8_t*>(view.bytes.data()), view.bytes.size()}};
}

void requireSameSize(const SafetensorsFile& file, const std::string& key, const PackedTensor& a, const PackedTensor& b)
{
    if (a.width != b.width || a.height != b.height)
        refuse(file, "the tensor '" + key + "' has another size than its picture");
}

/// Calls `work` with what follows `prefix` in every key that begins with it.
template <typename Work>
void forEachItem(const SafetensorsFile& file, const std::string& prefix, const Work& work)
{
    const auto& tensors = file.tensors();
    for (auto at = tensors.lower_bound(prefix); at != tensors.end() && at->first.starts_with(prefix); ++at)
        work(at->first.substr(prefix.size()));
}

} // namespace

PhotoPack::PhotoPack(const std::filesystem::path& path) : m_file(path)
{
    readMetadata();
    readPhotos();
    readPairs();
    readIlluminations();
    if (m_photos.empty() && m_pairs.empty())
        refuse(m_file, "it holds neither photographs nor pairs");
}

void PhotoPack::readMetadata()
{
    const auto& metadata = m_file.metadata();
    const auto text = [&metadata](const char* key) {
        const auto found = metadata.find(key);
        return found == metadata.end() ? std::string() : found->second;
    };
    if (text(kFormatKey) != kFormat)
        throw Error(ErrorCode::FileUnreadable, path().string(), "it is no pack of photographs");
    if (text(kVersionKey) != kVersion)
        throw Error(ErrorCode::FileUnreadable, path().string(), "it is a pack of another version");
    const std::string side = text(kLongSideKey);
    const auto [stop, error] = std::from_chars(side.data(), side.data() + side.size(), m_longSide);
    if (error != std::errc() || stop != side.data() + side.size() || m_longSide < 1 || m_longSide > kMostSide)
        refuse(m_file, "its longest side is not stated");
}

void PhotoPack::readPhotos()
{
    forEachItem(m_file, "image/", [this](const std::string& name) {
        const PackedTensor image = pictureTensor(m_file, "image/" + name, kChannels);
        PackedPhoto photo{image.width, image.height, image.bytes, {}};
        const std::string regionsKey = "regions/" + name;
        if (m_file.tensors().contains(regionsKey)) {
            const PackedTensor regions = pictureTensor(m_file, regionsKey, 1);
            requireSameSize(m_file, regionsKey, regions, image);
            photo.regions = regions.bytes;
        }
        m_photos.push_back(photo);
    });
}

void PhotoPack::readPairs()
{
    forEachItem(m_file, "real/", [this](const std::string& name) {
        const PackedTensor real = pictureTensor(m_file, "real/" + name, kChannels);
        const PackedTensor composite = pictureTensor(m_file, "composite/" + name, kChannels);
        const PackedTensor mask = pictureTensor(m_file, "mask/" + name, 1);
        requireSameSize(m_file, "composite/" + name, composite, real);
        requireSameSize(m_file, "mask/" + name, mask, real);
        m_pairs.push_back({real.width, real.height, real.bytes, composite.bytes, mask.bytes});
    });
}

void PhotoPack::readIlluminations()
{
    const auto found = m_file.tensors().find(kIlluminationsName);
    if (found == m_file.tensors().end())
        return;
    const TensorView& view = found->second;
    if (view.dtype != DType::F32 || view.shape.size() != 3 || view.shape[1] != kChannels ||
        view.shape[2] != static_cast<std::int64_t>(kCoefficientsPerRow))
        refuse(m_file, "its illuminations are not n x 3 x 11 numbers");
    m_illuminations.resize(view.bytes.size() / sizeof(Illumination));
    std::memcpy(m_illuminations.data(), view.bytes.data(), m_illuminations.size() * sizeof(Illumination));
    for (const Illumination& illumination : m_illuminations) {
        for (const float coefficient : illumination) {
            if (!std::isfinite(coefficient))
                refuse(m_file, "its illuminations hold numbers that are not finite");
        }
    }
}

} // namespace dh
