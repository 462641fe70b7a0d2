#include "app/cli/terminal_progress.h"

#include "app/cli/text_format.h"
#include "core/base/system.h"

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <string_view>

namespace dh
{

namespace
{

constexpr int kLeastColumns = 20;
constexpr int kWidestBar = 30;
constexpr int kNarrowestBar = 5;
constexpr std::chrono::milliseconds kRedrawEvery{100};
constexpr const char* kClearLine = "\r\033[K";

const char* stageWords(Stage stage)
{
    switch (stage) {
    case Stage::Load:
        return "Loading the model";
    case Stage::Prepare:
        return "Preparing the picture";
    case Stage::Encode:
        return "Encoding";
    case Stage::Denoise:
        return "Denoising";
    case Stage::Decode:
        return "Decoding";
    case Stage::Refine:
        return "Refining";
    case Stage::Transfer:
        return "Carrying the change to full size";
    case Stage::Write:
        return "Writing";
    }
    return "";
}

std::string percentText(double fraction)
{
    return std::to_string(std::lround(std::clamp(fraction, 0.0, 1.0) * 100.0)) + " %";
}

std::string timeLeftText(const Progress& progress)
{
    return progress.secondsLeft ? ", " + durationText(*progress.secondsLeft) + " left" : "";
}

std::string repeated(std::string_view unit, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += unit;
    return text;
}

/// `cells` columns wide, brackets apart.
std::string barText(double fraction, int cells, const TerminalStyle& style)
{
    const int full = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * cells);
    std::string filled = repeated(style.utf8 ? "\u2588" : "#", full);
    if (style.colour)
        filled = "\033[36m" + filled + "\033[0m";
    return filled + repeated(style.utf8 ? "\u2591" : "-", cells - full);
}

int terminalColumns(int otherwise)
{
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : otherwise;
}

} // namespace

TerminalStyle detectTerminalStyle()
{
    TerminalStyle style;
    const char* kind = environmentVariable("TERM");
    style.redraws = isatty(STDERR_FILENO) == 1 && !(kind && std::string_view(kind) == "dumb");
    style.utf8 = std::string_view(nl_langinfo(CODESET)) == "UTF-8";
    style.colour = style.redraws && environmentVariable("NO_COLOR") == nullptr;
    style.columns = terminalColumns(style.columns);
    return style;
}

std::string progressLine(const Progress& progress, const TerminalStyle& style)
{
    std::string words = stageWords(progress.stage);
    if (progress.steps > 0)
        words += ", step " + std::to_string(progress.step) + " of " + std::to_string(progress.steps);
    const std::string numbers = percentText(progress.fraction) + timeLeftText(progress);
    // A line that reaches the last column would wrap on some terminals.
    const int columns = std::max(style.columns, kLeastColumns) - 1;
    constexpr int kBracketsAndSpaces = 4;
    const int room = columns - static_cast<int>(words.size() + numbers.size()) - kBracketsAndSpaces;
    if (room >= kNarrowestBar)
        return words + " [" + barText(progress.fraction, std::min(room, kWidestBar), style) + "] " + numbers;
    std::string line = words + " " + numbers;
    if (static_cast<int>(line.size()) > columns)
        line = numbers;
    return line.substr(0, static_cast<std::size_t>(columns));
}

std::string plainProgressLine(const Progress& progress)
{
    std::string line = stageName(progress.stage);
    if (progress.steps > 0)
        line.append(" ").append(std::to_string(progress.step)).append("/").append(std::to_string(progress.steps));
    return line.append(" (").append(percentText(progress.fraction)).append(")").append(timeLeftText(progress));
}

TerminalProgress::~TerminalProgress()
{
    if (m_style.redraws && m_drawn)
        std::cerr << kClearLine << std::flush;
}

bool TerminalProgress::isNews(const Progress& progress) const
{
    return !m_drawn || progress.stage != m_stage || progress.step != m_step;
}

void TerminalProgress::report(const Progress& progress)
{
    const auto now = std::chrono::steady_clock::now();
    const bool due = m_style.redraws && now - m_drawnAt >= kRedrawEvery;
    if (!isNews(progress) && !due)
        return;
    m_drawn = true;
    m_stage = progress.stage;
    m_step = progress.step;
    m_drawnAt = now;
    if (m_style.redraws) {
        m_style.columns = terminalColumns(m_style.columns); // the window may have been resized
        std::cerr << kClearLine + progressLine(progress, m_style) << std::flush;
    } else {
        std::cerr << plainProgressLine(progress) + "\n" << std::flush;
    }
}

void ProgressPart::report(const Progress& progress)
{
    Progress mapped = progress;
    mapped.fraction = m_from + (m_to - m_from) * progress.fraction;
    if (m_timeLeft == TimeLeft::Unknown)
        mapped.secondsLeft.reset();
    m_whole.report(mapped);
}

} // namespace dh
