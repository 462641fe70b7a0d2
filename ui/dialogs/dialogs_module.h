#pragma once

#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"

#include <QObject>

namespace dh
{

/// Preferences with the program's own pages, the shortcut sheet and About.
class DialogsModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    explicit DialogsModule(StudioContext& context) : m_context(context) {}
    void addActions(ActionRegistry& actions) override;
    void addPreferencesPages(PreferencesPages& pages) override;

private:
    StudioContext& m_context;
};

} // namespace dh
