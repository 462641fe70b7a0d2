#include "core/train/trainer_module.h"

#include "core/base/loadable_module.h"

namespace dh
{

std::unique_ptr<Trainer> loadTrainer()
{
    using Factory = Trainer* (*)();
    static const auto factory =
        reinterpret_cast<Factory>(moduleFunction("diffharmony_trainer.so", "DH_TRAINER", "dhCreateTrainer"));
    return std::unique_ptr<Trainer>(factory());
}

} // namespace dh
