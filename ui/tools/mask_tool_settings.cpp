#include "ui/tools/mask_tool_settings.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace dh
{

namespace
{

/// Stores `value` and tells, when it is new.
template <typename T, typename Tell>
void change(T& member, T value, const Tell& tell)
{
    if (member == value)
        return;
    member = value;
    tell(value);
}

template <typename Tell>
void changeWithin(double& member, double value, double low, double high, const Tell& tell)
{
    if (!std::isnan(value))
        change(member, std::clamp(value, low, high), tell);
}

} // namespace

void ToolSettings::setBrushDiameter(double pixels)
{
    changeWithin(m_brushDiameter, pixels, kMinDiameter, kMaxDiameter,
                 [this](double v) { Q_EMIT brushDiameterChanged(v); });
}

void ToolSettings::setBrushHardness(double share)
{
    changeWithin(m_brushHardness, share, 0.0, 1.0, [this](double v) { Q_EMIT brushHardnessChanged(v); });
}

void ToolSettings::setBrushFlow(double share)
{
    changeWithin(m_brushFlow, share, 0.0, 1.0, [this](double v) { Q_EMIT brushFlowChanged(v); });
}

void ToolSettings::setBrushSpacing(double share)
{
    changeWithin(m_brushSpacing, share, kMinSpacing, kMaxSpacing, [this](double v) { Q_EMIT brushSpacingChanged(v); });
}

void ToolSettings::setPressureSetsSize(bool sets)
{
    change(m_pressureSetsSize, sets, [this](bool v) { Q_EMIT pressureSetsSizeChanged(v); });
}

void ToolSettings::setCombineMode(MaskCombine mode)
{
    change(m_combineMode, mode, [this](MaskCombine v) { Q_EMIT combineModeChanged(v); });
}

void ToolSettings::setFeather(double pixels)
{
    changeWithin(m_feather, pixels, 0.0, kMaxFeather, [this](double v) { Q_EMIT featherChanged(v); });
}

void ToolSettings::setWandTolerance(double tolerance)
{
    changeWithin(m_wandTolerance, tolerance, 0.0, kMaxTolerance, [this](double v) { Q_EMIT wandToleranceChanged(v); });
}

void ToolSettings::setWandContiguous(bool contiguous)
{
    change(m_wandContiguous, contiguous, [this](bool v) { Q_EMIT wandContiguousChanged(v); });
}

void ToolSettings::setWandSample(WandSample sample)
{
    change(m_wandSample, sample, [this](WandSample v) { Q_EMIT wandSampleChanged(v); });
}

void ToolSettings::setCutFromMask(bool fromMask)
{
    change(m_cutFromMask, fromMask, [this](bool v) { Q_EMIT cutFromMaskChanged(v); });
}

Brush ToolSettings::brush(double perCanvas, bool erases) const
{
    return {m_brushDiameter * perCanvas, m_brushHardness, m_brushFlow, m_brushSpacing, erases};
}

void ToolSettings::changeDiameter(int steps)
{
    constexpr double kShare = 0.1;
    const int direction = steps > 0 ? 1 : -1;
    for (int i = 0; i < std::abs(steps); ++i)
        setBrushDiameter(std::round(m_brushDiameter + direction * std::max(1.0, std::round(m_brushDiameter * kShare))));
}

void ToolSettings::changeHardness(int steps)
{
    constexpr double kStep = 0.1;
    // Rounded, so that ten steps lead from 0 to exactly 1.
    setBrushHardness(std::round((m_brushHardness + steps * kStep) / kStep) * kStep);
}

} // namespace dh
