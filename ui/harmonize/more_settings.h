#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace dh
{

class RunChoices;
class RunOutlook;
class ValueSlider;
struct RunSettings;

/// The settings that a newcomer can leave alone. Empty choices mean "as the model wants it". GUI thread.
class MoreSettings : public QWidget
{
    Q_OBJECT
public:
    /// Both outlive this.
    MoreSettings(RunChoices& choices, const RunOutlook& outlook, QWidget* parent = nullptr);

private:
    void addRows();
    void fillChoices();
    /// Stores what the widgets say.
    void apply();
    void showChoices();
    void showModelsOwn();
    void showRefinement();

    RunChoices& m_choices;
    const RunOutlook& m_outlook;
    QSpinBox* m_steps;
    QComboBox* m_size;
    QSpinBox* m_customSize;
    QCheckBox* m_refine;
    ValueSlider* m_strength;
    QComboBox* m_device;
    QComboBox* m_precision;
    QSpinBox* m_threads;
    bool m_isShowing = false; ///< the widgets change because of the choices
};

/// "cuda:0", ... for each NVIDIA device that the system's driver lists; whether the engine can use them it says itself.
[[nodiscard]] QStringList cudaDevices();

} // namespace dh
