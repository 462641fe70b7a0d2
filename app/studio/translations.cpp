#include "app/studio/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace dh
{

namespace
{

constexpr auto kGerman = "de";
constexpr auto kSimplifiedChinese = "zh_CN";
constexpr auto kEnglish = "en";

void install(QTranslator& translator, const QString& name, const QString& folder)
{
    if (translator.load(name, folder))
        QCoreApplication::installTranslator(&translator);
}

} // namespace

QString translationFor(const QStringList& languages)
{
    for (const QString& name : languages) {
        const QLocale locale(name);
        if (locale.language() == QLocale::English)
            return QLatin1String(kEnglish);
        if (locale.language() == QLocale::German)
            return QLatin1String(kGerman);
        // Who reads only the traditional script is better served by the next language.
        if (locale.language() == QLocale::Chinese && locale.script() == QLocale::SimplifiedHanScript)
            return QLatin1String(kSimplifiedChinese);
    }
    return QLatin1String(kEnglish);
}

Translations::Translations(const QString& language)
{
    const QLocale system = QLocale::system();
    const QString chosen = translationFor(QStringList(language) + system.uiLanguages());
    // A chosen language that is the system's keeps the system's country, and with it its numbers.
    if (!language.isEmpty() && QLocale(chosen).language() != system.language())
        QLocale::setDefault(QLocale(chosen));
    install(m_ofQt, QStringLiteral("qtbase_") + chosen, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    // The last one installed is asked first. English has a file for its plurals.
    install(m_ofProgram, QStringLiteral("diffharmony_") + chosen, QStringLiteral(":/i18n"));
}

} // namespace dh
