#include "core/document/after_open_edit.h"

#include "core/document/document.h"

#include <QTimer>

#include <chrono>
#include <utility>

namespace dh
{

void afterOpenEdit(const Document& document, QObject& context, std::function<void()> then)
{
    constexpr std::chrono::milliseconds kRetryDelay(50);
    if (document.hasOpenEdit())
        QTimer::singleShot(kRetryDelay, &context,
                           [&document, &context, then = std::move(then)] { afterOpenEdit(document, context, then); });
    else
        then();
}

} // namespace dh
