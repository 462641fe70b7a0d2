#pragma once

#include "ui/tools/mask_job.h"
#include "ui/tools/mask_tool.h"

namespace dh
{

/// Selects pixels of the clicked colour, of the layer itself or of the whole picture under and over it. Works beside
/// the GUI thread; a click is one step, unless the mask changed meanwhile.
class MagicWandTool final : public MaskTool
{
    Q_DECLARE_TR_FUNCTIONS(dh::MagicWandTool)
public:
    using MaskTool::MaskTool;

    void deactivated() override { cancel(); }
    bool press(const CanvasPointer& pointer) override;
    bool cancel() override { return m_job.cancel(); }
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    [[nodiscard]] QCursor cursor() const override;

protected:
    [[nodiscard]] QString usage() const override;

private:
    void finish(const LayerFrame& frame, const Mask& maskBefore, const Mask& selection, MaskCombine how);

    MaskJob m_job;
};

} // namespace dh
