#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace dh::translations
{

/// One <message> of a .ts file.
struct Message {
    QString context;
    QString source;
    bool isNumerus = false;
    bool isUnfinished = false; ///< or marked as no longer used
    QStringList texts;         ///< the plural forms, or one text
};

/// @return the file's messages; none when the file is missing or isn't well-formed XML
[[nodiscard]] QList<Message> readTranslationFile(const QString& path);

} // namespace dh::translations
