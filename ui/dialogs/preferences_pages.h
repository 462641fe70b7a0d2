#pragma once

#include "ui/main_window/settings.h"
#include "ui/main_window/window_module.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace dh
{

class ColourButton;

/// Language and theme.
class GeneralPage : public QWidget, public PreferencesPage
{
    Q_OBJECT
public:
    GeneralPage(Settings& settings, QWidget* parent);
    void apply() override;

private:
    Settings& m_settings;
    QComboBox* m_language;
    QComboBox* m_theme;
};

/// Colours of the checkerboard, the workspace and the mask.
class CanvasPage : public QWidget, public PreferencesPage
{
    Q_OBJECT
public:
    CanvasPage(Settings& settings, QWidget* parent);
    void apply() override;

private:
    void showColours(const CanvasColours& colours);

    Settings& m_settings;
    ColourButton* m_checkerLight;
    ColourButton* m_checkerDark;
    ColourButton* m_workspace;
    QCheckBox* m_themeWorkspace;
    ColourButton* m_mask;
    QSpinBox* m_maskOpacity;
};

/// How much memory the history and the cache of shrunken pictures may take.
class MemoryPage : public QWidget, public PreferencesPage
{
    Q_OBJECT
public:
    MemoryPage(Settings& settings, QWidget* parent);
    void apply() override;

private:
    Settings& m_settings;
    QSpinBox* m_history;
    QSpinBox* m_cache;
};

class AutosavePage : public QWidget, public PreferencesPage
{
    Q_OBJECT
public:
    AutosavePage(Settings& settings, QWidget* parent);
    void apply() override;

private:
    Settings& m_settings;
    QCheckBox* m_enabled;
    QSpinBox* m_interval;
};

} // namespace dh
