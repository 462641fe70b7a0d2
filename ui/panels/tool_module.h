#pragma once

#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"

#include <QObject>

#include <memory>
#include <vector>

namespace dh
{

class CanvasTool;

/// The tools that place and that paint masks, with their settings in the option bar and their keys.
class ToolModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    explicit ToolModule(StudioContext& context);
    ~ToolModule() override;
    void addActions(ActionRegistry& actions) override;
    void addTools(ToolBox& tools) override;
    void closing() override;

private:
    void restoreSettings();

    StudioContext& m_context;
    std::vector<std::unique_ptr<CanvasTool>> m_tools;
};

} // namespace dh
