#include "core/weights/hash_files.h"

#include "core/base/error.h"
#include "core/weights/sha256.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <vector>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr std::size_t kPieceSize = 4U << 20;

/// Feeds the file to `hash` piece by piece. @return false when `afterPiece`, called with each piece's size, wants to
/// stop
bool hashContent(const fs::path& path, Sha256& hash, const std::function<bool(std::size_t)>& afterPiece)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    std::vector<std::byte> piece(kPieceSize);
    while (file) {
        file.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
        const auto size = static_cast<std::size_t>(file.gcount());
        hash.update(std::span(piece).first(size));
        if (!afterPiece(size))
            return false;
    }
    if (file.bad())
        throw Error(ErrorCode::FileUnreadable, path.string(), "can't be read to its end");
    return true;
}

std::uint64_t sizeOf(const fs::path& path)
{
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    if (error)
        throw errorFromErrno(error.value(), path, ErrorCode::FileUnreadable);
    return size;
}

/// Name and size before the content: no two sets of files then give the same stream of bytes.
void hashNameAndSize(Sha256& hash, const std::string& name, std::uint64_t size)
{
    hash.update(std::as_bytes(std::span(name.c_str(), name.size() + 1)));
    std::array<std::byte, sizeof(size)> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>(size >> (8 * i));
    hash.update(bytes);
}

} // namespace

std::string hashFile(const fs::path& path, const CancelToken& cancel)
{
    Sha256 hash;
    hashContent(path, hash, [&cancel](std::size_t) {
        cancel.throwIfCancelled();
        return true;
    });
    return hash.finishHex();
}

std::string hashNamedFiles(const std::map<std::string, fs::path>& files, const std::function<bool(double)>& progress)
{
    std::map<std::string, std::uint64_t> sizes;
    std::uint64_t total = 0;
    for (const auto& [name, path] : files)
        total += sizes[name] = sizeOf(path);

    Sha256 hash;
    std::uint64_t done = 0;
    const auto afterPiece = [&](std::size_t size) {
        done += size;
        const double fraction = total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total);
        return !progress || progress(std::min(1.0, fraction));
    };
    for (const auto& [name, path] : files) {
        hashNameAndSize(hash, name, sizes[name]);
        if (!hashContent(path, hash, afterPiece))
            return {};
    }
    return hash.finishHex();
}

} // namespace dh
