#pragma once

#include "app/cli/terminal_progress.h"

#include <chrono>

namespace dh
{

/// Shows on stderr how far an evaluation is: "Evaluating, 12 of 140 (8 %), 3 min 20 s left", redrawn on a terminal,
/// otherwise a line whenever another tenth is done. Used by one thread.
class EvaluateProgress
{
public:
    /// @param total    pictures to do, those of earlier runs apart
    /// @param isQuiet  show nothing where lines can't be redrawn
    EvaluateProgress(int total, bool isQuiet);
    EvaluateProgress(const EvaluateProgress&) = delete;
    EvaluateProgress& operator=(const EvaluateProgress&) = delete;
    /// The redrawn line goes away.
    ~EvaluateProgress();

    void report(int done);

private:
    TerminalStyle m_style;
    int m_total;
    bool m_isQuiet;
    bool m_isDrawn = false;
    int m_tenths = 0;
    std::chrono::steady_clock::time_point m_start;
};

} // namespace dh
