/// Makes a full-size checkpoint of random weights from a table of keys and shapes, to measure memory and speed with.
/// Usage: make_random_checkpoint SHAPES.json FOLDER [float32|float16|bfloat16]
/// [refiner_small_in7|refiner_base_in7|refiner_large_in7] [condition_vae]

#include "core/base/error.h"
#include "core/weights/json_file.h"
#include "core/weights/safetensors_file.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace
{

using namespace dh;
namespace fs = std::filesystem;

/// A fast stream of about normal numbers: the sum of two uniform ones is near enough here.
class RandomValues
{
public:
    float next(float scale)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        const auto a = static_cast<float>(static_cast<std::int32_t>(m_state >> 32)) / 2147483648.0F;
        const auto b = static_cast<float>(static_cast<std::int32_t>(m_state)) / 2147483648.0F;
        return (a + b) * 1.2F * scale;
    }

private:
    std::uint64_t m_state = 1;
};

std::uint16_t bfloat16Bits(float value)
{
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    return static_cast<std::uint16_t>((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

/// Normal range only, which is all that these weights have.
std::uint16_t float16Bits(float value)
{
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    const int exponent = static_cast<int>((bits >> 23) & 0xff) - 127 + 15;
    if (exponent <= 0)
        return 0;
    return static_cast<std::uint16_t>(((bits >> 16) & 0x8000) | (static_cast<unsigned>(exponent) << 10) |
                                      ((bits >> 13) & 0x3ff));
}

/// Keeps activations of about unit size on their way through: norms pass on, products are scaled by their fan-in,
/// residual branches are damped.
void fill(const std::string& key, const std::vector<std::int64_t>& shape, DType type, RandomValues& random,
          std::vector<std::byte>& bytes)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        count *= side;
    bytes.resize(static_cast<std::size_t>(count) * dtypeSize(type));
    const bool vector = shape.size() == 1;
    const bool norm = vector && key.ends_with(".weight");
    const float scale = vector ? 0.0F : 0.7F / std::sqrt(static_cast<float>(count / shape[0]));
    for (std::int64_t i = 0; i < count; ++i) {
        const float value = norm ? 1.0F : random.next(scale);
        if (type == DType::F32) {
            std::memcpy(bytes.data() + 4 * i, &value, 4);
        } else {
            const std::uint16_t half = type == DType::F16 ? float16Bits(value) : bfloat16Bits(value);
            std::memcpy(bytes.data() + 2 * i, &half, 2);
        }
    }
}

void writeNetwork(const nlohmann::json& shapes, const fs::path& file, DType type)
{
    RandomValues random;
    std::map<std::string, std::vector<std::byte>> storage;
    std::map<std::string, TensorToWrite> tensors;
    for (const auto& [key, shape] : shapes.items()) {
        const auto sides = shape.get<std::vector<std::int64_t>>();
        fill(key, sides, type, random, storage[key]);
        tensors[key] = {type, sides, storage[key]};
    }
    fs::create_directories(file.parent_path());
    writeSafetensors(file, tensors);
    std::printf("%s\n", file.c_str());
}

void writeText(const fs::path& file, const nlohmann::json& json)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file) << json.dump(2) << '\n';
}

nlohmann::json refinerConfig(const std::string& name)
{
    const int width = name.find("small") != std::string::npos   ? 64
                      : name.find("large") != std::string::npos ? 256
                                                                : 128;
    return {{"_class_name", "UNet2DCustom"},
            {"in_channels", 7},
            {"out_channels", 3},
            {"layers_per_block", 2},
            {"down_block_types", {"DownBlock2D", "DownBlock2D", "DownBlock2D", "DownBlock2D"}},
            {"up_block_types", {"UpBlock2D", "UpBlock2D", "UpBlock2D", "UpBlock2D"}},
            {"block_out_channels", {width, 2 * width, 4 * width, 4 * width}},
            {"norm_eps", 1e-6},
            {"downsample_padding", 0},
            {"attention_head_dim", nullptr},
            {"input_residual", true}};
}

int run(int argc, char** argv)
{
    const nlohmann::json shapes = readJsonObject(argv[1]);
    const fs::path folder = argv[2];
    DType type = DType::F32;
    std::string refiner = "refiner_base_in7";
    bool conditionVae = false;
    for (int i = 3; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "float16")
            type = DType::F16;
        else if (word == "bfloat16")
            type = DType::BF16;
        else if (word == "condition_vae")
            conditionVae = true;
        else if (word.starts_with("refiner_"))
            refiner = word;
    }
    const nlohmann::json vae = {{"_class_name", conditionVae ? "ConditionVAE" : "AutoencoderKL"},
                                {"block_out_channels", {128, 256, 512, 512}},
                                {"layers_per_block", 2},
                                {"latent_channels", 4},
                                {"scaling_factor", 0.18215}};
    writeText(folder / "model_index.json", {{"_class_name", "StableDiffusionHarmonyPipeline"}});
    writeText(folder / "scheduler" / "scheduler_config.json", {{"_class_name", "PNDMScheduler"},
                                                               {"beta_start", 0.00085},
                                                               {"beta_end", 0.012},
                                                               {"beta_schedule", "scaled_linear"},
                                                               {"num_train_timesteps", 1000},
                                                               {"steps_offset", 1},
                                                               {"skip_prk_steps", true},
                                                               {"clip_sample", false}});
    writeText(folder / "unet" / "config.json", {{"_class_name", "UNet2DConditionModel"},
                                                {"in_channels", 9},
                                                {"cross_attention_dim", 768},
                                                {"attention_head_dim", 8},
                                                {"block_out_channels", {320, 640, 1280, 1280}}});
    const fs::path vaeFolder = folder / (conditionVae ? "condition_vae" : "vae");
    writeText(vaeFolder / "config.json", vae);
    writeText(folder / "refiner" / "config.json", refinerConfig(refiner));
    const auto weights = "diffusion_pytorch_model.safetensors";
    writeNetwork(shapes.at("unet_sd15_inpaint"), folder / "unet" / weights, type);
    writeNetwork(shapes.at(conditionVae ? "condition_vae" : "vae_sd15"), vaeFolder / weights, type);
    writeNetwork(shapes.at(refiner), folder / "refiner" / weights, type);
    // The tokenizer's vocabulary isn't ours to ship; a constant embedding stands in for the text encoder.
    writeNetwork({{"prompt_embeds", {1, 77, 768}}}, folder / "null_prompt.safetensors", DType::F32);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::puts("Usage: make_random_checkpoint SHAPES.json FOLDER [float32|float16|bfloat16] [refiner_...] "
                  "[condition_vae]");
        return 2;
    }
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
        return 1;
    }
}
