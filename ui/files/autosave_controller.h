#pragma once

#include "core/document/autosave.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace dh
{

struct DocumentSession;
struct StudioContext;

/// Keeps the document's recovery copy up to date as the settings want it. GUI thread.
class AutosaveController : public QObject
{
    Q_OBJECT
public:
    /// @param folder    the program's recovery folder
    /// @param interval  instead of the settings', for tests
    AutosaveController(StudioContext& context, const DocumentSession& session, std::filesystem::path folder,
                       std::optional<std::chrono::milliseconds> interval = {}, QObject* parent = nullptr);
    ~AutosaveController() override;

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    /// The document now is what `recovered` held; that copy goes as soon as the document is saved or given up, and is
    /// offered nowhere else before.
    void adopt(const RecoverableProject& recovered);
    /// Nothing unsaved is left, or the user gave it up: no copy stays.
    void clean();

private:
    void restart();
    void snapshot();

    StudioContext& m_context;
    const DocumentSession& m_session;
    std::filesystem::path m_folder;
    std::optional<std::chrono::milliseconds> m_interval;
    std::unique_ptr<Autosave> m_autosave; ///< null when it is switched off
    /// Of a former interval: their copies stay until newer ones are certain.
    std::vector<std::unique_ptr<Autosave>> m_retired;
    std::vector<std::unique_ptr<AdoptedCopy>> m_adopted;
};

} // namespace dh
