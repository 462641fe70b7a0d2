#include "core/train/torch_trainer.h"

/// The one function of the module; see trainer_module.h. The caller owns the result.
extern "C" __attribute__((visibility("default"))) dh::Trainer* dhCreateTrainer()
{
    return new dh::TorchTrainer();
}
