#include "ui/main_window/banner_notices.h"

#include "ui/main_window/error_text.h"
#include "ui/main_window/notice_banner.h"
#include "ui/main_window/studio_status_bar.h"

namespace dh
{

void BannerNotices::inform(const QString& text)
{
    m_status.inform(text);
}

void BannerNotices::warn(const QString& text)
{
    m_banner.showMessage(QStringLiteral("warning"), text);
}

void BannerNotices::report(const Error& error)
{
    warn(errorText(error));
}

} // namespace dh
