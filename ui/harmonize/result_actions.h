#pragma once

#include "core/scene/composition.h"

#include <QObject>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

class QWidget;

namespace dh
{

class ActionRegistry;
class LatestTask;
class ResultSelection;
class RunController;
struct StudioContext;

/// Ids of the commands on results, in the order in which the strip offers them.
inline constexpr std::array kResultActions{
    "results.apply",  "results.take_off", "results.compare",   "results.star",      "results.rename",
    "results.delete", "results.mean",     "results.deviation", "results.run_again", "results.export_lut"};

/// Asks for the file that a table is written to; empty when the user changed their mind. Replaced in tests.
using LutFileChooser = std::function<QString(QWidget& parent, const QString& suggestion)>;
[[nodiscard]] LutFileChooser standardLutFileChooser();

/// The commands on the selected results: the menu's, the strip's and the keyboard's. GUI thread.
class ResultActions : public QObject
{
    Q_OBJECT
public:
    /// All outlive this.
    ResultActions(StudioContext& context, ResultSelection& selection, RunController& runs, LutFileChooser chooser,
                  QObject* parent = nullptr);
    void addTo(ActionRegistry& actions);

Q_SIGNALS:
    /// `before` is 0 for the picture without a result.
    void compareRequested(dh::ResultId before, dh::ResultId after);
    void renameRequested();
    /// A table was written, or could not be.
    void lutFinished(bool written);

private:
    [[nodiscard]] std::vector<ResultPtr> selected() const;
    [[nodiscard]] ResultPtr only() const; ///< the one that is selected; null for none or several
    void compare();
    void setWorking(bool working);
    void addMean();
    void keepMean(const std::shared_ptr<HarmonizedResult>& mean, std::uint64_t picture);
    void showDeviation();
    void exportLut();

    StudioContext& m_context;
    ResultSelection& m_selection;
    RunController& m_runs;
    LutFileChooser m_chooser;
    LatestTask* m_work; ///< means and tables: none may be lost, so there is one at a time
    LatestTask* m_map;  ///< where seeds differ: the newest wins
    bool m_isWorking = false;
    bool m_areAlike = false;     ///< the selected results; to compare their pixels takes a while
    std::uint64_t m_picture = 0; ///< counts the pictures that were opened
};

} // namespace dh
