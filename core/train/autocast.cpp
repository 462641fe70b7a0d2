#include "core/train/autocast.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace dh
{

namespace
{

/// LibTorch 2.4 gave the functions a device type.
#define DH_AUTOCAST_BY_DEVICE (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4))

void enable(at::DeviceType device, bool enabled, at::ScalarType type)
{
#if DH_AUTOCAST_BY_DEVICE
    at::autocast::set_autocast_dtype(device, type);
    at::autocast::set_autocast_enabled(device, enabled);
#else
    if (device == at::kCPU) {
        at::autocast::set_autocast_cpu_dtype(type);
        at::autocast::set_cpu_enabled(enabled);
    } else {
        at::autocast::set_autocast_gpu_dtype(type);
        at::autocast::set_enabled(enabled);
    }
#endif
}

} // namespace

AutocastScope::AutocastScope(Autocast autocast, const at::Device& device)
    : m_active(autocast != Autocast::None), m_device(device.type())
{
    if (!m_active)
        return;
    enable(m_device, true, autocast == Autocast::Float16 ? at::kHalf : at::kBFloat16);
    at::autocast::increment_nesting();
}

AutocastScope::~AutocastScope()
{
    if (!m_active)
        return;
    if (at::autocast::decrement_nesting() == 0)
        at::autocast::clear_cache();
    enable(m_device, false, at::kBFloat16);
}

} // namespace dh
