#pragma once

#include <QStringList>
#include <QTranslator>

namespace dh
{

/// Which of the program's languages ("de", "zh_CN", "en") serves a user who reads `languages`, the best first; names as
/// in QLocale::uiLanguages(), unknown ones are passed over. "en" when none is translated.
[[nodiscard]] QString translationFor(const QStringList& languages);

/// Shows the program, and Qt's own dialogs, in one language for as long as it lives. Numbers follow it, too, and stay.
/// Widgets that exist already keep their texts. GUI thread.
class Translations
{
public:
    /// @param language a name as above; empty = the system's
    /// @pre a QCoreApplication exists
    explicit Translations(const QString& language);

private:
    QTranslator m_ofQt;
    QTranslator m_ofProgram;
};

} // namespace dh
