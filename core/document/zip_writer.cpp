#include "core/document/zip_writer.h"

#include "core/document/fast_deflate.h"

#include <zlib.h>

#include <type_traits>

namespace dh
{

// The records are those of PKWARE's APPNOTE.TXT, sections 4.3 and 4.5.3.
namespace
{

constexpr std::uint32_t kLocalSignature = 0x04034B50;
constexpr std::uint32_t kDirectorySignature = 0x02014B50;
constexpr std::uint32_t kEndSignature = 0x06054B50;
constexpr std::uint32_t kEnd64Signature = 0x06064B50;
constexpr std::uint32_t kLocator64Signature = 0x07064B50;
constexpr std::uint16_t kVersion = 20;
constexpr std::uint16_t kVersion64 = 45;
constexpr std::uint16_t kNamesAreUtf8 = 0x0800;
constexpr std::uint16_t kMethodStored = 0;
constexpr std::uint16_t kMethodDeflated = 8;
constexpr std::uint16_t kExtra64 = 1;
/// 1980-01-01: equal projects give equal files.
constexpr std::uint16_t kTime = 0;
constexpr std::uint16_t kDate = 0x0021;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF;
constexpr std::uint16_t kCountIn64 = 0xFFFF;
/// Of the end record for zip64, without its first two fields.
constexpr std::uint64_t kEnd64Bytes = 44;

template <typename... Values>
void append(std::vector<std::byte>& record, Values... values)
{
    const auto appendOne = [&record](auto value) {
        static_assert(std::is_unsigned_v<decltype(value)>);
        for (std::size_t i = 0; i < sizeof value; ++i)
            record.push_back(static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8 * i)));
    };
    (appendOne(values), ...);
}

void appendText(std::vector<std::byte>& record, const std::string& text)
{
    for (const char c : text)
        record.push_back(static_cast<std::byte>(c));
}

std::uint32_t in32(std::uint64_t value, bool isLarge)
{
    return isLarge ? kIn64 : static_cast<std::uint32_t>(value);
}

} // namespace

void ZipWriter::write(std::span<const std::byte> bytes)
{
    m_file.write(bytes);
    m_position += bytes.size();
}

void ZipWriter::add(const std::string& name, std::span<const std::byte> bytes, Packing packing,
                    const CancelToken& cancel)
{
    Bytes deflated;
    std::span<const std::byte> packed = bytes;
    if (packing == Packing::Deflated) {
        deflated = fastDeflated(bytes, cancel);
        packed = deflated;
    }
    Entry entry;
    entry.name = name;
    entry.method = packing == Packing::Deflated ? kMethodDeflated : kMethodStored;
    entry.crc = static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
    entry.packedBytes = packed.size();
    entry.bytes = bytes.size();
    entry.offset = m_position;
    write(localHeader(entry));
    write(packed);
    m_entries.push_back(std::move(entry));
    cancel.throwIfCancelled();
}

std::vector<std::byte> ZipWriter::localHeader(const Entry& entry)
{
    const bool isLarge = entry.bytes >= kIn64 || entry.packedBytes >= kIn64;
    std::vector<std::byte> record;
    append(record, kLocalSignature, isLarge ? kVersion64 : kVersion, kNamesAreUtf8, entry.method, kTime, kDate,
           entry.crc, in32(entry.packedBytes, isLarge), in32(entry.bytes, isLarge),
           static_cast<std::uint16_t>(entry.name.size()), static_cast<std::uint16_t>(isLarge ? 20 : 0));
    appendText(record, entry.name);
    if (isLarge)
        append(record, kExtra64, std::uint16_t{16}, entry.bytes, entry.packedBytes);
    return record;
}

std::vector<std::byte> ZipWriter::directoryRecord(const Entry& entry)
{
    const bool isLarge = entry.bytes >= kIn64 || entry.packedBytes >= kIn64 || entry.offset >= kIn64;
    const std::uint16_t version = isLarge ? kVersion64 : kVersion;
    constexpr std::uint16_t kNone = 0;
    std::vector<std::byte> record;
    append(record, kDirectorySignature, version, version, kNamesAreUtf8, entry.method, kTime, kDate, entry.crc,
           in32(entry.packedBytes, isLarge), in32(entry.bytes, isLarge), static_cast<std::uint16_t>(entry.name.size()),
           static_cast<std::uint16_t>(isLarge ? 28 : 0), kNone, kNone, kNone, std::uint32_t{0},
           in32(entry.offset, isLarge));
    appendText(record, entry.name);
    if (isLarge)
        append(record, kExtra64, std::uint16_t{24}, entry.bytes, entry.packedBytes, entry.offset);
    return record;
}

std::vector<std::byte> ZipWriter::end(std::uint64_t directoryOffset, std::uint64_t directoryBytes) const
{
    const std::uint64_t count = m_entries.size();
    const bool isLarge = count >= kCountIn64 || directoryOffset >= kIn64 || directoryBytes >= kIn64;
    constexpr std::uint32_t kFirstDisk = 0;
    std::vector<std::byte> record;
    if (isLarge) {
        append(record, kEnd64Signature, kEnd64Bytes, kVersion64, kVersion64, kFirstDisk, kFirstDisk, count, count,
               directoryBytes, directoryOffset);
        append(record, kLocator64Signature, kFirstDisk, directoryOffset + directoryBytes, std::uint32_t{1});
    }
    const std::uint16_t shortCount = isLarge ? kCountIn64 : static_cast<std::uint16_t>(count);
    append(record, kEndSignature, std::uint16_t{0}, std::uint16_t{0}, shortCount, shortCount,
           in32(directoryBytes, isLarge), in32(directoryOffset, isLarge), std::uint16_t{0});
    return record;
}

void ZipWriter::commit()
{
    const std::uint64_t directoryOffset = m_position;
    for (const Entry& entry : m_entries)
        write(directoryRecord(entry));
    write(end(directoryOffset, m_position - directoryOffset));
    m_file.commit();
}

} // namespace dh
