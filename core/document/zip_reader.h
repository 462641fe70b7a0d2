#pragma once

#include "core/document/project_parts.h"

#include <filesystem>
#include <memory>

namespace dh
{

/// An untrusted zip file. Names, counts, sizes and ratios are checked when it is opened; parts are checked against
/// their checksums when they are read. One thread.
class ZipReader : public PartSource
{
public:
    /// @throws Error FileNotFound, FileUnreadable, CorruptFile
    explicit ZipReader(std::filesystem::path path);
    ~ZipReader() override;

    [[nodiscard]] const std::filesystem::path& path() const override;
    [[nodiscard]] bool has(const std::string& name) const override;
    [[nodiscard]] Bytes read(const std::string& name, std::uint64_t maxBytes) const override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace dh
