#pragma once

#include <QProxyStyle>

namespace dh
{

/// Fusion with the habits of picture editors: denser panels, a click on a slider's groove jumps there.
class StudioStyle : public QProxyStyle
{
    Q_OBJECT
public:
    StudioStyle();
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returnData) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
};

} // namespace dh
