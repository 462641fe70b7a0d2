#include "core/train/gradient_checkpointing.h"

#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

namespace dh
{

namespace
{

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

/// Kept in the context between forward and backward.
struct KeptBlock final : torch::CustomClassHolder {
    explicit KeptBlock(UNet::Block kept) : block(std::move(kept)) {}
    UNet::Block block;
};

struct Recomputed : Function<Recomputed> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& hidden, const at::Tensor& time,
                              const UNet::Block& block)
    {
        context->save_for_backward({hidden, time});
        context->saved_data["block"] = at::IValue::make_capsule(c10::make_intrusive<KeptBlock>(block));
        const at::NoGradGuard noGrad;
        return block(hidden, time);
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const auto kept = context->saved_data["block"].toCapsule();
        const at::AutoGradMode withGradients(true);
        const at::Tensor hidden = saved[0].detach().requires_grad_(true);
        const at::Tensor time = saved[1].detach().requires_grad_(true);
        const at::Tensor output = static_cast<const KeptBlock&>(*kept).block(hidden, time);
        torch::autograd::backward({output}, {gradients[0]});
        return {hidden.grad(), time.grad(), at::Tensor()};
    }
};

} // namespace

at::Tensor recomputedBlock(const UNet::Block& block, const at::Tensor& hidden, const at::Tensor& time)
{
    return Recomputed::apply(hidden, time, block);
}

} // namespace dh
