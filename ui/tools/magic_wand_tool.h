#pragma once

#include "ui/tools/mask_tool.h"

namespace dh
{

/// Selects pixels of the clicked colour, of the layer itself or of the whole picture under and over it. A click is one
/// step.
class MagicWandTool final : public MaskTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::MagicWandTool)
public:
    using MaskTool::MaskTool;

    void deactivated() override { cancelComputing(); }
    bool press(const CanvasPointer& pointer) override;
    [[nodiscard]] bool isInProgress() const override { return isBusy(); }

protected:
    [[nodiscard]] QString usage() const override;
};

} // namespace dh
