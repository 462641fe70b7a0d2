#include "app/cli/evaluate_progress.h"

#include "app/cli/text_format.h"

#include <iostream>

namespace dh
{

namespace
{

constexpr const char* kClearLine = "\r\033[K";
constexpr int kTenths = 10;
constexpr int kPercent = 100;

} // namespace

EvaluateProgress::EvaluateProgress(int total, bool isQuiet)
    : m_style(detectTerminalStyle()), m_total(total), m_isQuiet(isQuiet), m_start(std::chrono::steady_clock::now())
{
}

EvaluateProgress::~EvaluateProgress()
{
    if (m_isDrawn)
        std::cerr << kClearLine << std::flush;
}

void EvaluateProgress::report(int done)
{
    if (m_total == 0 || (m_isQuiet && !m_style.redraws))
        return;
    const int tenths = static_cast<int>(static_cast<long long>(done) * kTenths / m_total);
    if (!m_style.redraws && tenths == m_tenths)
        return;
    m_tenths = tenths;
    std::string line = "Evaluating, " + std::to_string(done) + " of " + std::to_string(m_total) + " (" +
                       std::to_string(static_cast<long long>(done) * kPercent / m_total) + " %)";
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - m_start;
    if (done > 0 && done < m_total)
        line += ", " + durationText(elapsed.count() * (m_total - done) / done) + " left";
    if (m_style.redraws) // a line that wraps couldn't be taken back
        std::cerr << kClearLine << line.substr(0, static_cast<std::size_t>(m_style.columns - 1)) << std::flush;
    else
        std::cerr << line << '\n';
    m_isDrawn = m_style.redraws;
}

} // namespace dh
