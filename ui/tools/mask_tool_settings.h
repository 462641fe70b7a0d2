#pragma once

#include "core/imaging/brush.h"
#include "core/imaging/mask_edit.h"

#include <QObject>

namespace dh
{

/// What the magic wand compares.
enum class WandSample { Layer, Composite };

/// The settings of the mask tools, which an option bar shows and changes. Values outside a range are brought into it;
/// a signal comes only when a value changed. GUI thread.
class ToolSettings : public QObject
{
    Q_OBJECT
public:
    static constexpr double kMinDiameter = 1.0;
    static constexpr double kMaxDiameter = 2000.0;
    static constexpr double kMinSpacing = 0.02;
    static constexpr double kMaxSpacing = 2.0;
    static constexpr double kMaxFeather = 250.0;
    static constexpr double kMaxTolerance = 255.0;

    using QObject::QObject;

    [[nodiscard]] double brushDiameter() const { return m_brushDiameter; } ///< canvas pixels
    void setBrushDiameter(double pixels);
    [[nodiscard]] double brushHardness() const { return m_brushHardness; } ///< 0..1
    void setBrushHardness(double share);
    [[nodiscard]] double brushFlow() const { return m_brushFlow; } ///< 0..1
    void setBrushFlow(double share);
    [[nodiscard]] double brushSpacing() const { return m_brushSpacing; } ///< share of the diameter
    void setBrushSpacing(double share);
    [[nodiscard]] bool pressureSetsSize() const { return m_pressureSetsSize; }
    void setPressureSetsSize(bool sets);
    /// @param perCanvas  pixels of what is painted on, for one of the canvas
    [[nodiscard]] Brush brush(double perCanvas, bool erases) const;
    /// What a pen's pressure comes to. @param pressure  0..1
    [[nodiscard]] double brushPressure(double pressure) const { return m_pressureSetsSize ? pressure : 1.0; }

    /// How a selection meets the mask when no modifier key says otherwise.
    [[nodiscard]] MaskCombine combineMode() const { return m_combineMode; }
    void setCombineMode(MaskCombine mode);
    /// Softens a new selection; standard deviation in canvas pixels.
    [[nodiscard]] double feather() const { return m_feather; }
    void setFeather(double pixels);

    [[nodiscard]] double wandTolerance() const { return m_wandTolerance; } ///< 0..255
    void setWandTolerance(double tolerance);
    [[nodiscard]] bool wandContiguous() const { return m_wandContiguous; }
    void setWandContiguous(bool contiguous);
    [[nodiscard]] WandSample wandSample() const { return m_wandSample; }
    void setWandSample(WandSample sample);

    /// Whether the cut-out starts from the present mask and strokes instead of a box.
    [[nodiscard]] bool cutFromMask() const { return m_cutFromMask; }
    void setCutFromMask(bool fromMask);

    /// Makes the brush larger (steps > 0) or smaller, in steps that grow with it.
    void changeDiameter(int steps);
    void changeHardness(int steps);

Q_SIGNALS:
    void brushDiameterChanged(double pixels);
    void brushHardnessChanged(double share);
    void brushFlowChanged(double share);
    void brushSpacingChanged(double share);
    void pressureSetsSizeChanged(bool sets);
    void combineModeChanged(dh::MaskCombine mode);
    void featherChanged(double pixels);
    void wandToleranceChanged(double tolerance);
    void wandContiguousChanged(bool contiguous);
    void wandSampleChanged(dh::WandSample sample);
    void cutFromMaskChanged(bool fromMask);

private:
    double m_brushDiameter = 60.0;
    double m_brushHardness = 0.8;
    double m_brushFlow = 1.0;
    double m_brushSpacing = 0.1;
    bool m_pressureSetsSize = true;
    MaskCombine m_combineMode = MaskCombine::Replace;
    double m_feather = 0.0;
    double m_wandTolerance = 32.0;
    bool m_wandContiguous = true;
    WandSample m_wandSample = WandSample::Layer;
    bool m_cutFromMask = false;
};

} // namespace dh
