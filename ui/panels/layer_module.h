#pragma once

#include "core/scene/composition.h"
#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"

#include <QObject>

#include <functional>

namespace dh
{

class LayerPanel;
struct ActionSpec;

/// The commands on layers and the panels Layers, Placement, Mask, History and Navigator.
class LayerModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    explicit LayerModule(StudioContext& context) : m_context(context) {}
    void addActions(ActionRegistry& actions) override;
    void addPanels(PanelHost& host) override;

private:
    void addListActions(ActionRegistry& actions);
    void addOrderActions(ActionRegistry& actions);
    void addPlaceActions(ActionRegistry& actions);
    void addStateActions(ActionRegistry& actions);
    void editSelected(const QString& step, const std::function<void(Layer&)>& change);
    void duplicate();
    void rename();
    void remove();
    void moveTo(const QString& step, int index);
    void selectBeside(int offset);
    [[nodiscard]] int selectedIndex() const;
    [[nodiscard]] int layerCount() const;

    StudioContext& m_context;
    PanelHost* m_host = nullptr; ///< the window's
    LayerPanel* m_panel = nullptr;
};

} // namespace dh
