#include "ui/theme/studio_style.h"

namespace dh
{

namespace
{

constexpr int kLayoutMargin = 8;
constexpr int kLayoutSpacing = 6;
constexpr int kToolBarIcon = 20;
constexpr int kSmallIcon = 16;

} // namespace

StudioStyle::StudioStyle() : QProxyStyle(QStringLiteral("fusion")) {}

int StudioStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                           QStyleHintReturn* returnData) const
{
    switch (hint) {
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton;
    case SH_Slider_PageSetButtons:
        return Qt::NoButton;
    case SH_ItemView_ActivateItemOnSingleClick:
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return kLayoutMargin;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return kLayoutSpacing;
    case PM_ToolBarIconSize:
        return kToolBarIcon;
    case PM_SmallIconSize:
        return kSmallIcon;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

} // namespace dh
