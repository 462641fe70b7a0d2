#pragma once

#include <QString>

namespace dh
{

/// A menu text as it reads elsewhere: "&Open" as "Open", and "打开(&O)", as Chinese software writes it, as "打开".
[[nodiscard]] QString withoutMnemonic(QString text);

} // namespace dh
