#pragma once

#include "temporary_folder.h"

#include <string>

/// Every file of the smallest checkpoint with a text encoder and a refiner.
inline const char* const kCheckpointFiles[] = {"model_index.json",
                                               "unet/config.json",
                                               "unet/diffusion_pytorch_model.safetensors",
                                               "vae/config.json",
                                               "vae/diffusion_pytorch_model.safetensors",
                                               "text_encoder/config.json",
                                               "text_encoder/model.safetensors",
                                               "tokenizer/vocab.json",
                                               "tokenizer/merges.txt",
                                               "scheduler/scheduler_config.json",
                                               "refiner/config.json",
                                               "refiner/diffusion_pytorch_model.safetensors"};

/// Writes valid files of these names; each config.json holds its own name.
inline void fillCheckpoint(const TemporaryFolder& folder)
{
    for (const std::string name : kCheckpointFiles) {
        if (name.ends_with(".safetensors"))
            folder.writeTensors(name, {"w"});
        else if (name.ends_with("config.json"))
            folder.write(name, "{\"name\":\"" + name + "\"}");
        else
            folder.write(name, "{}");
    }
}
