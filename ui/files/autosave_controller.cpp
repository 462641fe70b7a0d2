#include "ui/files/autosave_controller.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/files/document_session.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/studio_context.h"

#include <QUndoStack>

#include <utility>

namespace dh
{

AutosaveController::AutosaveController(StudioContext& context, const DocumentSession& session,
                                       std::filesystem::path folder, std::optional<std::chrono::milliseconds> interval,
                                       QObject* parent)
    : QObject(parent), m_context(context), m_session(session), m_folder(std::move(folder)), m_interval(interval)
{
    const Document& document = m_context.document;
    // Steps, not dabs: a snapshot in the middle of a stroke would make the next dab copy its mask.
    connect(&m_context.document.history(), &QUndoStack::indexChanged, this, &AutosaveController::snapshot);
    connect(&document, &Document::modifiedChanged, this, [this](bool modified) {
        if (modified)
            snapshot();
        else
            clean();
    });
    connect(&m_context.settings, &Settings::autosaveChanged, this, &AutosaveController::restart);
    restart();
}

AutosaveController::~AutosaveController() = default;

void AutosaveController::restart()
{
    if (m_autosave)
        m_retired.push_back(std::move(m_autosave));
    if (!m_context.settings.autosaveEnabled())
        return;
    try {
        m_autosave = std::make_unique<Autosave>(m_folder, m_interval.value_or(m_context.settings.autosaveInterval()));
    } catch (const Error& error) {
        m_context.notices.report(error);
        return;
    }
    m_autosave->onFailure([this](const Error& error) {
        QMetaObject::invokeMethod(this, [this, why = QString::fromStdString(error.detail())] {
            m_context.notices.warn(
                tr("Unsaved work can't be kept for recovery: %1. Save it yourself; it is tried again.").arg(why));
        });
    });
    snapshot();
}

void AutosaveController::snapshot()
{
    const Document& document = m_context.document;
    if (m_autosave && document.isModified() && !document.composition().isEmpty())
        m_autosave->changed(document.composition(), m_session.extras(document.selectedLayer()), document.path());
}

void AutosaveController::adopt(const RecoverableProject& recovered)
{
    m_adopted.push_back(std::make_unique<AdoptedCopy>(recovered));
}

void AutosaveController::clean()
{
    for (const auto& former : m_retired)
        former->clean();
    m_retired.clear();
    for (const auto& copy : std::exchange(m_adopted, {}))
        copy->discard();
    if (m_autosave)
        m_autosave->clean();
}

} // namespace dh
