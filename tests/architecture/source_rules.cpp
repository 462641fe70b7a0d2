#include "source_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <string_view>

namespace dh::architecture
{

namespace
{

constexpr int kMaxLines = 500;

using Names = std::vector<std::string_view>;

struct Folder {
    std::string_view name;
    int level;
    /// The only other folders it may include, where that is fewer than all the lower ones.
    std::optional<Names> only;
};

const std::array kFolders{
    Folder{"core/base", 0, {}},
    Folder{"core/imaging", 1, {}},
    Folder{"core/weights", 1, {}},
    Folder{"core/scene", 2, {}},
    // What trains or runs beside another LibTorch builds without OpenCV, hence without core/imaging.
    Folder{"core/nn", 2, Names{"core/base", "core/weights"}},
    Folder{"core/diffusion", 3, Names{"core/base", "core/weights", "core/nn"}},
    Folder{"core/document", 3, Names{"core/base", "core/imaging", "core/scene"}},
    // The module that programs load: it may use all of core, nobody may include it.
    Folder{"core/harmonize/engine", 9,
           Names{"core/base", "core/imaging", "core/weights", "core/nn", "core/diffusion", "core/harmonize"}},
    Folder{"core/harmonize", 4, {}},
    Folder{"core/evaluate", 4, {}},
    Folder{"core/train", 4, Names{"core/base", "core/weights", "core/nn", "core/diffusion"}},
    Folder{"ui", 5, {}},
    Folder{"app/studio", 6, {}},
    // The command line needs neither Qt nor a display.
    Folder{"app/cli", 6,
           Names{"core/base", "core/imaging", "core/weights", "core/scene", "core/harmonize", "core/evaluate",
                 "core/train"}},
    // Trains on machines that have nothing but LibTorch.
    Folder{"app/train", 6, Names{"core/base", "core/weights", "core/train"}},
};

const Folder* folderOf(std::string_view path)
{
    const auto* const found = std::find_if(kFolders.begin(), kFolders.end(), [path](const Folder& folder) {
        return path.starts_with(folder.name) && path.substr(folder.name.size()).starts_with('/');
    });
    return found == kFolders.end() ? nullptr : found;
}

bool isInAny(const SourceFile& file, const Names& names)
{
    const Folder* folder = folderOf(file.path);
    return folder != nullptr && std::find(names.begin(), names.end(), folder->name) != names.end();
}

bool mayInclude(const Folder& from, const Folder& to)
{
    if (from.name == to.name)
        return true;
    if (from.only)
        return std::find(from.only->begin(), from.only->end(), to.name) != from.only->end();
    return to.level < from.level;
}

/// Collects the violations of one file.
class Report
{
public:
    explicit Report(const SourceFile& file) : m_file(file) {}
    void add(std::string rule, int line, const std::string& message)
    {
        m_violations.push_back({std::move(rule), m_file.path + ":" + std::to_string(line) + ": " + message});
    }
    /// Adds a violation at the first line that matches.
    void addIfFound(const std::string& rule, const std::string& text, const std::regex& pattern,
                    const std::string& message)
    {
        std::smatch match;
        if (std::regex_search(text, match, pattern))
            add(rule, lineCount(text.substr(0, static_cast<std::size_t>(match.position()) + 1)), message);
    }
    [[nodiscard]] std::vector<Violation> take() { return std::move(m_violations); }

private:
    const SourceFile& m_file;
    std::vector<Violation> m_violations;
};

bool isOfProject(const Include& include)
{
    const std::string& target = include.target;
    return include.quoted && (target.starts_with("core/") || target.starts_with("ui/") || target.starts_with("app/"));
}

void checkLevels(const SourceFile& file, Report& report)
{
    const Folder* from = folderOf(file.path);
    if (from == nullptr) {
        report.add("levels", 1, "this folder has no level; give it one in core/README.md and in this test");
        return;
    }
    for (const Include& include : includesOf(file.text)) {
        if (include.quoted && include.target.find("..") != std::string::npos)
            report.add("levels", include.line, "includes are written from the project's root, not with '..'");
        if (!isOfProject(include))
            continue;
        const Folder* to = folderOf(include.target);
        if (to == nullptr || !mayInclude(*from, *to))
            report.add("levels", include.line, std::string(from->name) + " must not include " + include.target);
    }
}

void checkTorch(const SourceFile& file, const std::string& code, Report& report)
{
    static const std::regex kTorch(R"(\b(torch|at|c10)::|#\s*include\s*<(torch|ATen|c10|caffe2)/)");
    if (!isInAny(file, {"core/nn", "core/diffusion", "core/train", "core/harmonize/engine"}))
        report.addIfFound("torch", code, kTorch, "Torch belongs to core/nn, diffusion, train and harmonize/engine");
}

void checkOpenCv(const SourceFile& file, const std::string& code, Report& report)
{
    static const std::regex kOpenCv(R"(\bcv::|#\s*include\s*<opencv2/)");
    const Names free{"core/base",  "core/weights", "core/nn",    "core/diffusion",
                     "core/train", "ui",           "app/studio", "app/cli"};
    if (file.isHeader() || isInAny(file, free))
        report.addIfFound("opencv", code, kOpenCv, "OpenCV stays inside .cpp files of core's picture folders");
}

void checkQt(const SourceFile& file, const std::string& code, Report& report)
{
    static const std::regex kQt(R"(#\s*include\s*<Q[A-Zt])");
    static const std::regex kWidgets(
        R"(#\s*include\s*<(QtWidgets\b|Q(Application|MainWindow|Label|Menu\w*|StatusBar|ToolTip|Graphics\w+|\w*Widget\w*|\w*Dialog|\w*Button|\w*Layout|\w*Box|\w*Slider|\w*ToolBar|\w*View|\w*Edit|Style\w*)>))");
    static const std::regex kPlot(R"(#\s*include\s*["<](.*/)?qcustomplot\.h)");
    if (!isInAny(file, {"core/document", "ui", "app/studio"}))
        report.addIfFound("qt", code, kQt, "Qt belongs to core/document, ui and app/studio");
    if (!isInAny(file, {"ui", "app/studio"}))
        report.addIfFound("widgets", code, kWidgets, "Qt Widgets belong to ui and app/studio");
    if (!file.path.starts_with("ui/charts/"))
        report.addIfFound("qcustomplot", code, kPlot, "qcustomplot.h belongs to ui/charts");
}

void checkForm(const SourceFile& file, const std::string& code, Report& report)
{
    // Written so that this file doesn't contain the words.
    static const std::regex kLeftOver("\\b(TO"
                                      "DO|FIX"
                                      "ME)\\b");
    if (const int lines = lineCount(file.text); lines > kMaxLines)
        report.add("length", lines, "longer than " + std::to_string(kMaxLines) + " lines; split it");
    report.addIfFound("leftover", file.text, kLeftOver, "unfinished work belongs into an issue");
    if (!file.isHeader())
        return;
    static const std::regex kPragma(R"((^|\n)#pragma once)");
    if (!std::regex_search(code, kPragma))
        report.add("pragma", 1, "no #pragma once");
    if (file.path.starts_with("core/") && file.text.find("///") == std::string::npos)
        report.add("documented", 1, "no /// comment says what this header is for");
}

} // namespace

std::vector<Violation> violationsOf(const SourceFile& file)
{
    const std::string code = withoutComments(file.text);
    Report report(file);
    checkLevels(file, report);
    checkTorch(file, code, report);
    checkOpenCv(file, code, report);
    checkQt(file, code, report);
    checkForm(file, code, report);
    return report.take();
}

} // namespace dh::architecture
