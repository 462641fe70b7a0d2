#pragma once

#include "core/base/progress.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QSpinBox;
class QToolButton;

namespace dh
{

class ActionRegistry;
class Document;
class RunChoices;
class RunController;
class RunOutlook;

/// Where a run is started, watched and stopped. What a newcomer needs is on top, the rest folds away. GUI thread.
class HarmonizePanel : public QWidget
{
    Q_OBJECT
public:
    struct Parts {
        const Document& document;
        const ActionRegistry& actions;
        RunController& runs;
        RunChoices& choices;
        RunOutlook& outlook;
    };
    explicit HarmonizePanel(const Parts& parts, QWidget* parent = nullptr);

Q_SIGNALS:
    void modelsRequested();

private:
    QWidget* makeRunRow(const ActionRegistry& actions);
    QWidget* makeSeedRow();
    QWidget* makeModelRow();
    QWidget* makeMore();
    void connectChoices();
    void chooseModel(int index);
    void showChoices();
    void showContext();
    void showModels();
    void showOutlook();
    void showState();
    void showProgress(const Progress& progress);

    const Document& m_document;
    RunController& m_runs;
    RunChoices& m_choices;
    RunOutlook& m_outlook;
    QProgressBar* m_bar;
    QLabel* m_stage;
    QLineEdit* m_seed;
    QToolButton* m_lock;
    QSpinBox* m_variations;
    QComboBox* m_model;
    QLabel* m_forecast;
    QLabel* m_warning;
    QToolButton* m_wholeContext;
};

} // namespace dh
