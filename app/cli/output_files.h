#pragma once

#include <filesystem>
#include <functional>
#include <span>

namespace dh
{

/// Refuses a target that is one of `inputs` (by name, link or inode), and one that exists unless `overwrite`.
/// @throws Error FileUnwritable
void checkTarget(const std::filesystem::path& target, std::span<const std::filesystem::path> inputs, bool overwrite);

/// Whether two paths are or would be the same file.
[[nodiscard]] bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b);

/// A file on its way to `target`: it is written in a hidden folder beside it and moved at the end. Made before the long
/// work, so that an unwritable folder is found out early. Without publish() nothing stays behind.
class StagedFile
{
public:
    /// @param overwrite  whether a file that is there at the end may be replaced
    /// @throws Error FileUnwritable, DiskFull
    StagedFile(std::filesystem::path target, bool overwrite);
    StagedFile(const StagedFile&) = delete;
    StagedFile& operator=(const StagedFile&) = delete;
    ~StagedFile();

    /// Where to write; has the target's extension.
    [[nodiscard]] const std::filesystem::path& stagedPath() const { return m_staged; }
    [[nodiscard]] const std::filesystem::path& target() const { return m_target; }
    /// Calls `write`, whose errors about the staged path become errors about the target.
    void write(const std::function<void()>& write) const;
    /// Moves the written file to the target, whose permissions are kept if it exists.
    /// @throws Error FileUnwritable, also when a file that mustn't be replaced came there meanwhile; the target is
    /// unchanged then
    void publish();

    /// Whether there is anything in `folder` but files on their way.
    /// @throws Error FileUnwritable
    [[nodiscard]] static bool hasOthers(const std::filesystem::path& folder);

private:
    std::filesystem::path m_target;
    bool m_overwrite;
    std::filesystem::path m_folder;
    std::filesystem::path m_staged;
};

} // namespace dh
