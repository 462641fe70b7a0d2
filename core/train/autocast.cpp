#include "core/train/autocast.h"

#include "core/nn/torch_compat.h"

namespace dh
{

AutocastScope::AutocastScope(Autocast autocast, const at::Device& device)
    : m_active(autocast != Autocast::None), m_device(device.type())
{
    if (!m_active)
        return;
    compat::setAutocast(m_device, true, autocast == Autocast::Float16 ? at::kHalf : at::kBFloat16);
    at::autocast::increment_nesting();
}

AutocastScope::~AutocastScope()
{
    if (!m_active)
        return;
    if (at::autocast::decrement_nesting() == 0)
        at::autocast::clear_cache();
    compat::setAutocast(m_device, false, at::kBFloat16);
}

} // namespace dh
