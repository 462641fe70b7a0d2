#pragma once

#include <QIcon>
#include <QString>

namespace dh
{

/// The icon `name` of resources/icons, drawn in the colours of the program's present palette at any size and
/// resolution; it follows a change of the theme by itself. Null when there is none.
[[nodiscard]] QIcon themedIcon(const QString& name);

} // namespace dh
