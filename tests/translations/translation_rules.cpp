#include "translation_rules.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace dh::translations
{

namespace
{

QStringList sortedMatches(const QString& text, const QRegularExpression& pattern)
{
    QStringList found;
    for (auto matches = pattern.globalMatch(text); matches.hasNext();)
        found << matches.next().captured();
    found.sort();
    return found;
}

QStringList placeholders(const QString& text)
{
    static const QRegularExpression kPlaceholder(QStringLiteral("%(L?[0-9]{1,2}|L?n)"));
    return sortedMatches(text, kPlaceholder);
}

QStringList fileFilters(const QString& text)
{
    static const QRegularExpression kFilter(QStringLiteral("\\([^()]*\\*[^()]*\\)"));
    return sortedMatches(text, kFilter);
}

/// The letters or digits after a single '&'.
QStringList mnemonics(QString text)
{
    static const QRegularExpression kMnemonic(QStringLiteral("&\\w"), QRegularExpression::UseUnicodePropertiesOption);
    text.remove(QLatin1String("&&"));
    return sortedMatches(text.toUpper(), kMnemonic);
}

bool mnemonicFits(const QString& source, const QString& text, const Language& language)
{
    const QStringList wanted = mnemonics(source);
    const QStringList found = mnemonics(text);
    if (!language.isIdeographic)
        return found.size() == wanted.size();
    if (found.isEmpty())
        return !text.contains(QLatin1Char('&'));
    static const QRegularExpression kLatin(QStringLiteral("^[\\x00-\\x7f]*$"));
    const bool isWritten = text.contains(QLatin1Char('(') + found.front() + QLatin1Char(')'));
    return found == wanted && (isWritten || kLatin.match(text).hasMatch());
}

/// A mark that ends a text, with its full-width form.
struct Ending {
    const char* mark;
    const char* ideographic;
};
constexpr std::array kEndings{Ending{"…", "…"}, Ending{"...", "..."}, Ending{":", "："}, Ending{"?", "？"},
                              Ending{".", "。"}};

int endingOf(const QString& text)
{
    const auto* const found = std::find_if(kEndings.begin(), kEndings.end(), [&text](const Ending& ending) {
        return text.endsWith(QString::fromUtf8(ending.mark)) || text.endsWith(QString::fromUtf8(ending.ideographic));
    });
    return static_cast<int>(found - kEndings.begin());
}

} // namespace

QStringList problemsOf(const Message& message, const Language& language)
{
    QStringList problems;
    const auto require = [&problems](bool holds, const char* problem) {
        if (!holds && !problems.contains(QLatin1String(problem)))
            problems << QLatin1String(problem);
    };
    // Without its namespace a class asks for another context while the program runs.
    require(message.context.startsWith(QLatin1String("dh::")), "context");
    require(!message.isUnfinished, "unfinished");
    require(message.texts.size() == (message.isNumerus ? language.pluralForms : 1), "plurals");
    for (const QString& text : message.texts) {
        if (text.trimmed().isEmpty()) {
            require(false, "empty");
            continue;
        }
        require(placeholders(text) == placeholders(message.source), "placeholders");
        require(mnemonicFits(message.source, text, language), "mnemonic");
        require(endingOf(text) == endingOf(message.source), "ending");
        require(text.count(QLatin1Char('\n')) == message.source.count(QLatin1Char('\n')), "lines");
        require(fileFilters(text) == fileFilters(message.source), "file filter");
    }
    return problems;
}

} // namespace dh::translations
