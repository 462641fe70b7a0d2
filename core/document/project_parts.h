#pragma once

#include "core/base/cancel.h"
#include "core/document/fast_deflate.h"
#include "core/document/project_file.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace dh
{

/// Takes the parts of a project while it is written, each under a name that the description refers to.
class PartSink
{
public:
    virtual ~PartSink() = default;
    /// @param isPacked deflating `bytes` again would gain nothing
    virtual void write(const std::string& name, std::span<const std::byte> bytes, bool isPacked) = 0;
};

/// Gives the parts of an untrusted project back.
class PartSource
{
public:
    virtual ~PartSource() = default;
    /// What errors are about.
    [[nodiscard]] virtual const std::filesystem::path& path() const = 0;
    [[nodiscard]] virtual bool has(const std::string& name) const = 0;
    /// @throws Error CorruptFile when there is no such part, it is damaged, or holds more than `maxBytes`
    [[nodiscard]] virtual Bytes read(const std::string& name, std::uint64_t maxBytes) const = 0;
};

/// Writes pixels to a sink, those that several places share only once. All pictures must live as long as this.
class PixelParts
{
public:
    /// Part names by the place of pixels and profile in memory.
    using Names = std::map<std::pair<const void*, const void*>, std::string>;

    explicit PixelParts(PartSink& sink, CancelToken cancel = {}) : m_sink(sink), m_cancel(std::move(cancel)) {}
    /// For a sink that has the parts `known` already; new ones are numbered from `firstNumber`.
    PixelParts(PartSink& sink, Names known, std::uint64_t firstNumber)
        : m_sink(sink), m_known(std::move(known)), m_count(firstNumber)
    {
    }

    /// The description of `image`, whose pixels are a part now; null for a null image.
    [[nodiscard]] nlohmann::json describe(const Image& image);
    [[nodiscard]] nlohmann::json describe(const Mask& mask);
    /// As describe(), under a name that is given. @pre not F32 and not written yet
    void writeAs(const std::string& name, const Image& image);
    /// The parts that were described.
    [[nodiscard]] const Names& names() const { return m_names; }
    [[nodiscard]] std::uint64_t nextNumber() const { return m_count; }

private:
    using Key = Names::key_type;
    [[nodiscard]] std::string profileName(const IccProfile& icc);
    [[nodiscard]] std::string nextName(const char* folder, const char* extension);
    /// The name of a part that is there; empty when it has to be written.
    [[nodiscard]] std::string find(const Key& key);

    PartSink& m_sink;
    CancelToken m_cancel;
    Names m_known;
    Names m_names;
    std::uint64_t m_count = 0;
};

/// Reads what PixelParts described. Checks every size before it allocates; shared parts are read once.
class PixelReader
{
public:
    PixelReader(const PartSource& source, CancelToken cancel);
    /// @throws Error CorruptFile, OutOfMemory; Cancelled
    [[nodiscard]] Image image(const nlohmann::json& description);
    [[nodiscard]] Mask mask(const nlohmann::json& description);
    /// A PNG part that only a picture of another program describes.
    [[nodiscard]] Image png(const std::string& name);

private:
    [[nodiscard]] Image pngPart(const std::string& name, bool takesProfile);
    [[nodiscard]] Bytes rawPart(const std::string& name, std::uint64_t bytes);
    [[nodiscard]] IccProfile profile(const std::string& name);
    void take(std::uint64_t bytes);
    [[noreturn]] void refuse(const std::string& why) const;

    const PartSource& m_source;
    CancelToken m_cancel;
    std::uint64_t m_freeBytes;
    std::map<std::string, Image> m_images;
    std::map<std::string, Mask> m_masks;
    std::map<std::string, IccProfile> m_profiles;
};

inline constexpr char kDescriptionName[] = "project.json";

} // namespace dh
