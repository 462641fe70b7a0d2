#pragma once

#include "core/train/training_options.h"

#include <ATen/ATen.h>

namespace dh
{

/// While it lives, ATen's operators on this thread run in the narrower type where that is safe. Weights, gradients and
/// losses stay float32.
class AutocastScope
{
public:
    AutocastScope(Autocast autocast, const at::Device& device);
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;
    ~AutocastScope();

private:
    bool m_active;
    at::DeviceType m_device;
};

} // namespace dh
