#pragma once

#include "core/base/progress.h"

#include <string>

namespace dh
{

/// What the terminal behind stderr can show.
struct TerminalStyle {
    bool redraws = false; ///< one line drawn again and again; otherwise plain lines
    bool utf8 = false;    ///< block characters for the bar
    bool colour = false;
    int columns = 80;
};

/// Asks the terminal, the locale's character set, TERM and NO_COLOR. Needs setlocale(LC_CTYPE) before.
[[nodiscard]] TerminalStyle detectTerminalStyle();

/// "Denoising, step 2 of 5 [████    ]  40 %, 12 s left", never wider than the terminal.
[[nodiscard]] std::string progressLine(const Progress& progress, const TerminalStyle& style);

/// "denoise 2/5 (40 %), 12 s left".
[[nodiscard]] std::string plainProgressLine(const Progress& progress);

/// Shows progress on stderr: a line that is redrawn, or a line of its own for each stage and step. The redrawn line
/// goes away at the end.
class TerminalProgress final : public ProgressSink
{
public:
    explicit TerminalProgress(TerminalStyle style) : m_style(style) {}
    TerminalProgress(const TerminalProgress&) = delete;
    TerminalProgress& operator=(const TerminalProgress&) = delete;
    ~TerminalProgress() override;

    void report(const Progress& progress) override;

private:
    [[nodiscard]] bool isNews(const Progress& progress) const;

    TerminalStyle m_style;
    bool m_drawn = false;
    Stage m_stage = Stage::Load;
    int m_step = 0;
    std::chrono::steady_clock::time_point m_drawnAt;
};

/// Whether a part's estimate is good for the whole: only the longest part's is.
enum class TimeLeft { Known, Unknown };

/// Maps a job's 0..1 to a part of a larger one.
class ProgressPart final : public ProgressSink
{
public:
    ProgressPart(ProgressSink& whole, double from, double to, TimeLeft timeLeft)
        : m_whole(whole), m_from(from), m_to(to), m_timeLeft(timeLeft)
    {
    }

    void report(const Progress& progress) override;
    [[nodiscard]] bool wantsPreviews() const override { return m_whole.wantsPreviews(); }

private:
    ProgressSink& m_whole;
    double m_from;
    double m_to;
    TimeLeft m_timeLeft;
};

} // namespace dh
