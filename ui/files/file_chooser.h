#pragma once

#include <QString>

#include <filesystem>
#include <optional>
#include <vector>

class QWidget;

namespace dh
{

class Settings;

[[nodiscard]] std::filesystem::path pathFrom(const QString& text);
[[nodiscard]] QString textOf(const std::filesystem::path& path);

struct SaveProposal {
    QString title;              ///< translated
    std::filesystem::path path; ///< proposed; a name without a folder that exists goes into the one used last
    QString filter;             ///< "PNG (*.png)"
    QString suffix;             ///< without dot; appended to a name that has none
};

/// Asks the user for files. Flows get it handed in, so that they are tested without dialogs. GUI thread.
class FileChooser
{
public:
    virtual ~FileChooser() = default;
    /// Empty when the user gave up.
    [[nodiscard]] virtual std::vector<std::filesystem::path> filesToOpen(QWidget& parent, const QString& title,
                                                                         const QString& filter) = 0;
    /// Doesn't ask about a file that exists; the caller does.
    [[nodiscard]] virtual std::optional<std::filesystem::path> fileToSave(QWidget& parent,
                                                                          const SaveProposal& proposal) = 0;
};

/// With the desktop's own dialogs; remembers the folder in the settings.
class DialogFileChooser final : public FileChooser
{
public:
    explicit DialogFileChooser(Settings& settings) : m_settings(settings) {}
    [[nodiscard]] std::vector<std::filesystem::path> filesToOpen(QWidget& parent, const QString& title,
                                                                 const QString& filter) override;
    [[nodiscard]] std::optional<std::filesystem::path> fileToSave(QWidget& parent,
                                                                  const SaveProposal& proposal) override;

private:
    [[nodiscard]] QString folder() const;
    void rememberFolderOf(const QString& file);

    Settings& m_settings;
};

} // namespace dh
