#pragma once

#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"

namespace dh
{

/// Undo and redo.
class EditModule final : public WindowModule
{
public:
    explicit EditModule(StudioContext& context) : m_context(context) {}
    void addActions(ActionRegistry& actions) override;

private:
    StudioContext& m_context;
};

} // namespace dh
