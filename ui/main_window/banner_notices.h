#pragma once

#include "ui/main_window/studio_context.h"

namespace dh
{

class NoticeBanner;
class StudioStatusBar;

/// Notices in the status bar and in a banner over the canvas.
class BannerNotices final : public Notices
{
public:
    BannerNotices(StudioStatusBar& status, NoticeBanner& banner) : m_status(status), m_banner(banner) {}
    void inform(const QString& text) override;
    void warn(const QString& text) override;
    void report(const Error& error) override;

private:
    StudioStatusBar& m_status;
    NoticeBanner& m_banner;
};

} // namespace dh
