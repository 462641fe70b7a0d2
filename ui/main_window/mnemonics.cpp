#include "ui/main_window/mnemonics.h"

#include <QRegularExpression>

namespace dh
{

QString withoutMnemonic(QString text)
{
    static const QRegularExpression kInBrackets(QStringLiteral("\\s*\\(&[^&]\\)"));
    static const QRegularExpression kMark(QStringLiteral("&(.)"));
    text.remove(kInBrackets);
    return text.replace(kMark, QStringLiteral("\\1"));
}

} // namespace dh
