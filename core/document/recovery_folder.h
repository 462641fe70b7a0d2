#pragma once

#include "core/document/project_parts.h"

#include <filesystem>
#include <optional>

namespace dh
{

/// A program's own folder of recovery data, locked as long as the program runs: the lock is the system's and goes with
/// the process, however that ends. Parts are files beside the description, so that unchanged ones stay as they are.
class RecoveryFolder : public PartSink
{
public:
    /// A new one inside `parent`. @throws Error FileUnwritable
    explicit RecoveryFolder(const std::filesystem::path& parent);
    ~RecoveryFolder() override;
    RecoveryFolder(const RecoveryFolder&) = delete;
    RecoveryFolder& operator=(const RecoveryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// Flushed to the disk when it returns. @throws Error DiskFull, FileUnwritable
    void write(const std::string& name, std::span<const std::byte> bytes, bool isPacked) override;
    /// Removes parts that `names` lacks.
    void keepOnly(const PixelParts::Names& names);
    /// Removes the description, then the parts.
    void clear();

    /// Whether a running program has `folder`.
    [[nodiscard]] static bool isInUse(const std::filesystem::path& folder);
    /// Takes `folder`, which an ended program left, into use. @return what unlock() wants; -1 when somebody has it
    [[nodiscard]] static int lock(const std::filesystem::path& folder);
    static void unlock(int descriptor);
    /// Not one that a program is just making.
    [[nodiscard]] static bool isRecoveryFolder(const std::filesystem::path& folder);

private:
    std::filesystem::path m_path;
    int m_lock = -1;
};

/// What a RecoveryFolder holds, to be read back.
class RecoverySource : public PartSource
{
public:
    explicit RecoverySource(std::filesystem::path folder) : m_path(std::move(folder)) {}
    [[nodiscard]] const std::filesystem::path& path() const override { return m_path; }
    [[nodiscard]] bool has(const std::string& name) const override;
    [[nodiscard]] Bytes read(const std::string& name, std::uint64_t maxBytes) const override;

private:
    std::filesystem::path m_path;
};

} // namespace dh
