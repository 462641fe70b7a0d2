#include "core/weights/safetensors_file.h"

#include "core/base/error.h"
#include "core/weights/safetensors_header.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace dh
{

namespace
{

constexpr std::uint64_t kLengthSize = 8;
/// The format's own limit, so that a reader can refuse early.
constexpr std::uint64_t kMaxHeaderSize = 100'000'000;

struct Mapping {
    std::shared_ptr<const void> owner;
    std::span<const std::byte> bytes;
};

class Descriptor
{
public:
    // Non-blocking, because opening a named pipe would otherwise wait for its writer.
    explicit Descriptor(const std::filesystem::path& path)
        : m_value(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    {
        if (m_value < 0)
            throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(m_value); }
    [[nodiscard]] int value() const { return m_value; }

private:
    int m_value;
};

Mapping mapFile(const std::filesystem::path& path)
{
    const Descriptor descriptor(path);
    struct stat status {
    };
    if (fstat(descriptor.value(), &status) != 0)
        throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    if (!S_ISREG(status.st_mode))
        throw Error(ErrorCode::FileUnreadable, path.string(), "is not a regular file");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size < kLengthSize)
        throw Error(ErrorCode::CorruptFile, path.string(), "is too short for a safetensors file");
    void* address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.value(), 0);
    if (address == MAP_FAILED)
        throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    std::shared_ptr<const void> owner(address, [size](void* mapped) { munmap(mapped, size); });
    return {owner, {static_cast<const std::byte*>(address), size}};
}

std::uint64_t readLittleEndian(std::span<const std::byte> bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < kLengthSize; ++i)
        value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
}

std::string_view headerText(std::span<const std::byte> bytes)
{
    const std::uint64_t length = readLittleEndian(bytes);
    if (length > kMaxHeaderSize || length > bytes.size() - kLengthSize)
        throw HeaderFault{"declares a header of " + std::to_string(length) + " bytes in a file of " +
                          std::to_string(bytes.size())};
    return {reinterpret_cast<const char*>(bytes.data() + kLengthSize), static_cast<std::size_t>(length)};
}

} // namespace

std::int64_t TensorView::elementCount() const
{
    // Unsigned: a product that a later zero makes small may be too large in between.
    std::uint64_t count = 1;
    for (const std::int64_t extent : shape)
        count *= static_cast<std::uint64_t>(extent);
    return static_cast<std::int64_t>(count);
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : m_path(path)
{
    const Mapping mapping = mapFile(path);
    m_fileSize = mapping.bytes.size();
    try {
        const std::string_view text = headerText(mapping.bytes);
        const std::span<const std::byte> data = mapping.bytes.subspan(kLengthSize + text.size());
        SafetensorsHeader header = parseSafetensorsHeader(text, data.size());
        m_metadata = std::move(header.metadata);
        for (auto& [key, tensor] : header.tensors) {
            m_tensors.emplace(key, TensorView{tensor.dtype, std::move(tensor.shape),
                                              data.subspan(tensor.begin, tensor.end - tensor.begin), mapping.owner});
        }
    } catch (const HeaderFault& fault) {
        throw Error(ErrorCode::CorruptFile, path.string(), fault.detail);
    }
}

bool SafetensorsFile::isAligned(const TensorView& view)
{
    return reinterpret_cast<std::uintptr_t>(view.bytes.data()) % dtypeSize(view.dtype) == 0;
}

void SafetensorsFile::dropPages(const TensorView& view)
{
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(view.bytes.data());
    // Only whole pages: the ones at the borders may hold a neighbour that is still in use.
    const std::uintptr_t first = (begin + page - 1) / page * page;
    const std::uintptr_t last = (begin + view.bytes.size()) / page * page;
    if (first < last)
        (void)madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
}

} // namespace dh
