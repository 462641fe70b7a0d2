#pragma once

#include "core/harmonize/context_crop.h"
#include "core/scene/composition.h"
#include "ui/jobs/model_facts.h"
#include "ui/jobs/run_forecast.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <optional>

namespace dh
{

class Document;
class LatestTask;
class RunChoices;

/// What can be said of the next run before it starts.
struct Outlook {
    LayerId layer = 0;               ///< that was asked for; 0 = none
    QString modelProblem;            ///< a sentence; empty for a usable model
    std::optional<ModelFacts> facts; ///< of a usable model
    Rect subject;                    ///< canvas pixels that the mask selects; empty = nothing to harmonize
    std::optional<ContextCrop> crop; ///< of a usable model and a subject
    RunShape shape;                  ///< with a crop
    double seconds = 0.0;            ///< with a crop
    bool isMeasured = false;         ///< `seconds` comes from a run on this machine
    std::uint64_t memory = 0;        ///< bytes, with a crop
    std::uint64_t availableMemory = 0;
    int fittingResolution = 0; ///< with a crop: what fits into the available memory; 0 = nothing
    [[nodiscard]] bool isMemoryShort() const { return crop && memory > availableMemory; }
};

/// Keeps an Outlook of the selected layer and the user's choices up to date; models and masks are looked at by a
/// thread. GUI thread.
class RunOutlook : public QObject
{
    Q_OBJECT
public:
    /// Both outlive this.
    RunOutlook(Document& document, RunChoices& choices, QObject* parent = nullptr);
    [[nodiscard]] const Outlook& outlook() const { return m_outlook; }

Q_SIGNALS:
    void changed();

private:
    void lookSoon();
    void look();
    void take(const Outlook& outlook);

    Document& m_document;
    RunChoices& m_choices;
    Outlook m_outlook;
    QTimer m_delay;
    LatestTask* m_task;
};

} // namespace dh
