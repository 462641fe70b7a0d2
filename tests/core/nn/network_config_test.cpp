#include "core/nn/network_config.h"

#include "core/base/error.h"
#include "core/nn/condition_vae.h"
#include "core/nn/refiner.h"
#include "core/nn/text_encoder.h"
#include "core/nn/unet.h"
#include "core/weights/json_file.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace dh;
using nlohmann::json;

namespace
{

using Shapes = std::map<std::string, std::vector<std::int64_t>>;

/// Writes down what a network asks for and gives it zeros that take no memory.
class RecordingSource final : public ParameterSource
{
public:
    at::Tensor take(const std::string& key, at::IntArrayRef shape) override
    {
        if (!m_shapes.emplace(key, shape.vec()).second)
            m_repeated.push_back(key);
        return at::zeros({1}).expand(shape);
    }
    [[nodiscard]] bool has(const std::string&) const override { return true; }
    [[nodiscard]] const Shapes& shapes() const { return m_shapes; }
    [[nodiscard]] const std::vector<std::string>& repeated() const { return m_repeated; }

private:
    Shapes m_shapes;
    std::vector<std::string> m_repeated;
};

enum class Kind { UNet, Vae, ConditionVae, TextEncoder, Refiner };

ComponentWeights withConfig(const QString& config)
{
    ComponentWeights weights;
    weights.folder = "some/model";
    weights.config = std::make_shared<json>(json::parse(config.toStdString()));
    return weights;
}

void build(Kind kind, const ComponentWeights& weights, ParameterSource& source)
{
    switch (kind) {
    case Kind::UNet:
        (void)UNet(weights, source);
        break;
    case Kind::Vae:
        (void)Vae(weights, source);
        break;
    case Kind::ConditionVae:
        (void)ConditionVae(weights, source);
        break;
    case Kind::TextEncoder:
        (void)TextEncoder(weights, source);
        break;
    case Kind::Refiner:
        (void)Refiner(weights, source);
        break;
    }
}

RecordingSource recorded(Kind kind, const QString& config)
{
    RecordingSource source;
    build(kind, withConfig(config), source);
    return source;
}

/// "code: subject: detail" of the Error that building throws.
QString refusal(Kind kind, const QString& config)
{
    try {
        (void)recorded(kind, config);
    } catch (const Error& error) {
        return QString("%1: %2: %3")
            .arg(errorCodeName(error.code()), QString::fromStdString(error.subject()),
                 QString::fromStdString(error.detail()));
    }
    return "accepted";
}

/// What is different, key by key; empty when nothing is.
QString differences(const Shapes& actual, const Shapes& expected)
{
    QString text;
    for (const auto& [key, shape] : expected) {
        const auto found = actual.find(key);
        if (found == actual.end())
            text += QString("not asked for: %1\n").arg(key.c_str());
        else if (found->second != shape)
            text += QString("%1 %2, expected %3\n")
                        .arg(key.c_str(), shapeText(found->second).c_str(), shapeText(shape).c_str());
    }
    for (const auto& [key, shape] : actual)
        if (!expected.contains(key))
            text += QString("asked for besides: %1\n").arg(key.c_str());
    return text;
}

Shapes shapesFromFile(const std::string& network)
{
    const json all = readJsonObject(std::string(DH_TEST_DATA) + "/full_model_state_dict_shapes.json");
    return all.at(network).get<Shapes>();
}

} // namespace

Q_DECLARE_METATYPE(Kind)

/// What the networks make of their config.json, by the parameters that they ask for.
class NetworkConfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForTheFullModels_data();
    void asksForTheFullModels();
    void defaultsAreTheReferences_data();
    void defaultsAreTheReferences();
    void defaultHeads_data();
    void defaultHeads();
    void refusesConfigs_data();
    void refusesConfigs();
};

void NetworkConfigTest::asksForTheFullModels_data()
{
    QTest::addColumn<QString>("network");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("config");
    const QString vae = R"({"block_out_channels": [128, 256, 512, 512], "layers_per_block": 2, "norm_num_groups": 32,
        "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
        "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]})";
    const auto refiner = [](int width) {
        return QString(R"({"in_channels": 7, "layers_per_block": 2, "norm_eps": 1e-6, "downsample_padding": 0,
            "block_out_channels": [%1, %2, %3, %3], "attention_head_dim": null, "input_residual": true,
            "down_block_types": ["DownBlock2D", "DownBlock2D", "DownBlock2D", "DownBlock2D"],
            "up_block_types": ["UpBlock2D", "UpBlock2D", "UpBlock2D", "UpBlock2D"]})")
            .arg(width)
            .arg(2 * width)
            .arg(4 * width);
    };
    QTest::newRow("UNet of Stable Diffusion 1.5 inpainting")
        << "unet_sd15_inpaint" << Kind::UNet
        << R"({"in_channels": 9, "cross_attention_dim": 768, "attention_head_dim": 8, "layers_per_block": 2,
              "block_out_channels": [320, 640, 1280, 1280], "_diffusers_version": "0.6.0"})";
    QTest::newRow("VAE") << "vae_sd15" << Kind::Vae << vae;
    QTest::newRow("condition VAE") << "condition_vae" << Kind::ConditionVae << vae;
    QTest::newRow("CLIP ViT-L/14")
        << "clip_text_vit_l14" << Kind::TextEncoder
        << R"({"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
              "vocab_size": 49408, "max_position_embeddings": 77, "hidden_act": "quick_gelu"})";
    QTest::newRow("small refiner") << "refiner_small_in7" << Kind::Refiner << refiner(64);
    QTest::newRow("base refiner") << "refiner_base_in7" << Kind::Refiner << refiner(128);
    QTest::newRow("large refiner") << "refiner_large_in7" << Kind::Refiner << refiner(256);
}

void NetworkConfigTest::asksForTheFullModels()
{
    QFETCH(QString, network);
    QFETCH(Kind, kind);
    QFETCH(QString, config);
    const RecordingSource source = recorded(kind, config);
    const QString wrong = differences(source.shapes(), shapesFromFile(network.toStdString()));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    QVERIFY2(source.repeated().empty(), source.repeated().empty() ? "" : source.repeated().front().c_str());
}

void NetworkConfigTest::defaultsAreTheReferences_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("shape"); // empty: not asked for
    const auto unet = [](const char* key, const char* shape) {
        QTest::newRow(key) << Kind::UNet << R"({"in_channels": 9})" << key << shape;
    };
    unet("conv_in.weight", "[320, 9, 3, 3]");
    unet("conv_out.weight", "[4, 320, 3, 3]");
    unet("down_blocks.0.attentions.1.transformer_blocks.0.attn2.to_k.weight", "[320, 1280]");
    unet("down_blocks.2.attentions.0.transformer_blocks.0.attn2.to_v.weight", "[1280, 1280]");
    unet("down_blocks.0.attentions.1.proj_in.weight", "[320, 320, 1, 1]");
    unet("down_blocks.0.resnets.2.conv1.weight", "");
    unet("down_blocks.3.attentions.0.norm.weight", "");
    unet("down_blocks.3.resnets.1.conv1.weight", "[1280, 1280, 3, 3]");
    unet("down_blocks.4.resnets.0.conv1.weight", "");
    unet("mid_block.attentions.0.transformer_blocks.1.norm1.weight", "");
    unet("up_blocks.0.attentions.0.norm.weight", "");
    unet("up_blocks.3.attentions.2.norm.weight", "[320]");
    const auto vae = [](const char* key, const char* shape) {
        QTest::newRow(key) << Kind::Vae << "{}" << key << shape;
    };
    vae("encoder.down_blocks.0.resnets.0.conv1.weight", "[64, 64, 3, 3]");
    vae("encoder.down_blocks.0.resnets.1.conv1.weight", "");
    vae("encoder.down_blocks.1.resnets.0.conv1.weight", "");
    vae("encoder.mid_block.attentions.0.to_q.bias", "[64]");
    vae("decoder.up_blocks.0.resnets.1.conv1.weight", "[64, 64, 3, 3]");
    vae("quant_conv.weight", "[8, 8, 1, 1]");
    QTest::newRow("condition VAE: the mask") << Kind::ConditionVae << "{}"
                                             << "conditional_encoder.add_conv_in.weight"
                                             << "[64, 1, 3, 3]";
    const auto text = [](const char* key, const char* shape) {
        QTest::newRow(key) << Kind::TextEncoder << "{}" << key << shape;
    };
    text("text_model.embeddings.token_embedding.weight", "[49408, 512]");
    text("text_model.embeddings.position_embedding.weight", "[77, 512]");
    text("text_model.encoder.layers.11.mlp.fc1.weight", "[2048, 512]");
    text("text_model.encoder.layers.12.mlp.fc1.weight", "");
    const auto refiner = [](const char* key, const char* shape) {
        QTest::newRow(qPrintable(QString("refiner: ") + key)) << Kind::Refiner << "{}" << key << shape;
    };
    refiner("conv_in.weight", "[224, 3, 3, 3]");
    refiner("conv_out.weight", "[3, 224, 3, 3]");
    refiner("down_blocks.0.attentions.0.to_q.weight", "");
    refiner("down_blocks.1.attentions.1.to_q.weight", "[448, 448]");
    refiner("down_blocks.3.attentions.0.to_out.0.bias", "[896]");
    refiner("mid_block.attentions.0.to_k.weight", "[896, 896]");
    refiner("up_blocks.0.attentions.2.to_q.weight", "[896, 896]");
    refiner("up_blocks.2.attentions.0.to_q.weight", "[448, 448]");
    refiner("up_blocks.3.attentions.0.to_q.weight", "");
    refiner("up_blocks.3.resnets.2.conv1.weight", "[224, 448, 3, 3]");
    refiner("down_blocks.0.resnets.0.time_emb_proj.weight", "");
    refiner("colour_head.linear_1.weight", "");
    const auto coarse = [](const char* key, const char* shape) {
        QTest::newRow(qPrintable(QString("coarse refiner: ") + key))
            << Kind::Refiner << R"({"in_channels": 7, "input_residual": true, "colour_head_width": 64,
                                    "up_block_types": ["AttnUpBlock2D", "AttnUpBlock2D"]})"
            << key << shape;
    };
    coarse("up_blocks.1.resnets.2.conv1.weight", "[672, 1120, 3, 3]");
    coarse("up_blocks.0.upsamplers.0.conv.weight", "[896, 896, 3, 3]");
    coarse("up_blocks.1.upsamplers.0.conv.weight", "");
    coarse("up_blocks.2.resnets.0.conv1.weight", "");
    coarse("conv_out.weight", "[3, 672, 3, 3]");
    coarse("colour_head.linear_1.weight", "[64, 3596]");
    coarse("colour_head.linear_out.bias", "[12]");
}

void NetworkConfigTest::defaultsAreTheReferences()
{
    QFETCH(Kind, kind);
    QFETCH(QString, config);
    QFETCH(QString, key);
    QFETCH(QString, shape);
    const RecordingSource source = recorded(kind, config);
    const auto found = source.shapes().find(key.toStdString());
    const bool isAskedFor = found != source.shapes().end();
    QCOMPARE(isAskedFor ? QString::fromStdString(shapeText(found->second)) : QString(), shape);
}

/// How a width is split shows in no shape, only in the widths that can't be split.
void NetworkConfigTest::defaultHeads_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("fault");
    QTest::newRow("UNet: 8 heads") << Kind::UNet << R"({"in_channels": 9, "norm_num_groups": 4,
                                        "block_out_channels": [12, 16, 16, 16]})"
                                   << "12 channels can't be split into 8 heads";
    QTest::newRow("UNet: attention_head_dim is the number of heads")
        << Kind::UNet
        << R"({"in_channels": 9, "norm_num_groups": 4, "attention_head_dim": 3, "block_out_channels": [32, 32, 32, 32]})"
        << "32 channels can't be split into 3 heads";
    QTest::newRow("UNet: num_attention_heads wins")
        << Kind::UNet << R"({"in_channels": 9, "norm_num_groups": 4, "attention_head_dim": 3, "num_attention_heads": 5,
              "block_out_channels": [32, 32, 32, 32]})"
        << "32 channels can't be split into 5 heads";
    QTest::newRow("UNet: heads of each level")
        << Kind::UNet << R"({"in_channels": 9, "norm_num_groups": 4, "attention_head_dim": [2, 4, 5, 8],
              "block_out_channels": [32, 32, 32, 32]})"
        << "32 channels can't be split into 5 heads";
    QTest::newRow("refiner: heads 8 wide")
        << Kind::Refiner << R"({"norm_num_groups": 4, "block_out_channels": [4, 12, 12, 12]})"
        << "12 channels can't be split into heads of 8";
    QTest::newRow("refiner: null is one head") << Kind::Refiner << R"({"norm_num_groups": 4, "attention_head_dim": null,
                                                    "block_out_channels": [4, 12, 12, 12]})"
                                               << "accepted";
    QTest::newRow("VAE: nothing special")
        << Kind::Vae << R"({"shift_factor": null, "latents_mean": null, "latents_std": null})"
        << "accepted";
    QTest::newRow("VAE: one head") << Kind::Vae << R"({"norm_num_groups": 4, "block_out_channels": [12]})"
                                   << "accepted";
}

void NetworkConfigTest::defaultHeads()
{
    QFETCH(Kind, kind);
    QFETCH(QString, config);
    QFETCH(QString, fault);
    const QString answer = refusal(kind, config);
    QVERIFY2(answer.contains(fault), qPrintable(answer));
}

void NetworkConfigTest::refusesConfigs_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, Kind kind, const QString& config, const char* words) {
        QTest::newRow(name) << kind << config << words;
    };
    const auto unet = [&](const char* name, const QString& entry, const char* words) {
        row(name, Kind::UNet, "{\"in_channels\": 9, " + entry + "}", words);
    };
    row("a UNet for text alone", Kind::UNet, "{}",
        "\"in_channels\" is 4; DiffHarmony needs an inpainting UNet with 9 input channels");
    row("a fraction of channels", Kind::UNet, R"({"in_channels": 9.5})", "\"in_channels\" should be a whole number");
    unet("widths as a number", R"("block_out_channels": 320)", "\"block_out_channels\" should be a list");
    unet("widths as texts", R"("block_out_channels": ["a"])", "\"block_out_channels\" should be a list");
    unet("no widths", R"("block_out_channels": [])", "\"block_out_channels\" should be a list");
    unet("negative width", R"("block_out_channels": [320, -640, 1280, 1280])",
         "\"block_out_channels\" has the impossible value -640");
    unet("immense width", R"("block_out_channels": [320, 640, 1280, 99999999999])",
         "\"block_out_channels\" has the impossible value");
    unet("too few blocks", R"("down_block_types": ["DownBlock2D"])", "\"down_block_types\" should have 4 entries");
    unet("unknown block", R"("up_block_types": ["UpBlock2D", "UpBlock2D", "UpBlock2D", "MagicBlock"])",
         "\"up_block_types\" names \"MagicBlock\"");
    unet("layers of too few levels", R"("layers_per_block": [1, 2])", "\"layers_per_block\" should have 4 entries");
    unet("no layers", R"("layers_per_block": 0)", "\"layers_per_block\" has the impossible value 0");
    unet("no heads", R"("attention_head_dim": 0)", "\"attention_head_dim\" has the impossible value 0");
    unet("no groups", R"("norm_num_groups": 0)", "can't be normalized in 0 groups");
    unet("eps as a text", R"("norm_eps": "small")", "\"norm_eps\" should be a number");
    unet("switch as a number", R"("use_linear_projection": 1)", "\"use_linear_projection\" should be true or false");
    unet("another activation", R"("act_fn": "mish")", "\"act_fn\" is \"mish\"");
    unet("class embeddings", R"("class_embed_type": "timestep")", "\"class_embed_type\" asks for a variant");
    unet("Stable Diffusion XL", R"("addition_embed_type": "text_time")",
         "\"addition_embed_type\" is \"text_time\", as in Stable Diffusion XL");
    unet("noise and its variance", R"("out_channels": 8)", "\"out_channels\" should be 4");
    unet("no width of the context", R"("cross_attention_dim": 0)",
         "\"cross_attention_dim\" has the impossible value 0");
    unet("another middle", R"("mid_block_type": "UNetMidBlock2D")", "\"mid_block_type\" is");
    row("VAE: grey pictures", Kind::Vae, R"({"in_channels": 1})", "\"in_channels\" should be 3");
    row("VAE: scale as a text", Kind::Vae, R"({"scaling_factor": "0.18"})", "\"scaling_factor\" should be a number");
    row("VAE: scale of nothing", Kind::Vae, R"({"scaling_factor": 0})", "\"scaling_factor\" should be above 0");
    row("VAE: 16 latent channels", Kind::Vae, R"({"latent_channels": 16})",
        "\"latent_channels\" is 16; DiffHarmony's UNet works on latents of 4 channels");
    row("VAE: shifted latents", Kind::Vae, R"({"shift_factor": 0.1159})", "\"shift_factor\" asks for a variant");
    row("VAE: latents with a mean", Kind::Vae, R"({"latents_mean": [0, 0, 0, 0]})",
        "\"latents_mean\" asks for a variant");
    row("condition VAE: two masks", Kind::ConditionVae, R"({"additional_in_channels": 2})",
        "\"additional_in_channels\" should be 1");
    row("VAE: other blocks", Kind::Vae, R"({"down_block_types": ["AttnDownEncoderBlock2D"]})",
        "\"down_block_types\" should name DownEncoderBlock2D");
    row("text: heads that don't divide", Kind::TextEncoder, R"({"num_attention_heads": 7})",
        "\"num_attention_heads\" doesn't divide hidden_size");
    row("text: another activation", Kind::TextEncoder, R"({"hidden_act": "relu"})", "\"hidden_act\" is \"relu\"");
    row("text: no layers", Kind::TextEncoder, R"({"num_hidden_layers": 0})",
        "\"num_hidden_layers\" has the impossible value 0");
    row("text: no words", Kind::TextEncoder, R"({"vocab_size": -1})", "\"vocab_size\" has the impossible value -1");
    row("refiner: five inputs", Kind::Refiner, R"({"in_channels": 5})", "a refiner takes 3 (harm), 4");
    row("refiner: order that doesn't fit", Kind::Refiner, R"({"in_channels": 7, "input_order": "harm,mask"})",
        "\"in_channels\" is 7");
    row("refiner: unknown input", Kind::Refiner, R"({"in_channels": 7, "input_order": "harm,mask,depth"})",
        "\"input_order\" names \"depth\"");
    row("refiner: residual on the mask", Kind::Refiner,
        R"({"in_channels": 7, "input_order": "mask,harm,comp", "input_residual": true})", "\"input_order\" starts");
    row("refiner: too few blocks down", Kind::Refiner, R"({"down_block_types": ["DownBlock2D"]})",
        "\"down_block_types\" should have 4 entries");
    row("refiner: no block up", Kind::Refiner, R"({"up_block_types": []})", "\"up_block_types\" should");
    row("refiner: more blocks up than down", Kind::Refiner,
        R"({"up_block_types": ["UpBlock2D", "UpBlock2D", "UpBlock2D", "UpBlock2D", "UpBlock2D"]})",
        "\"up_block_types\" should have at most 4 entries");
    row("refiner: colour head without a mask", Kind::Refiner,
        R"({"in_channels": 3, "input_residual": true, "colour_head_width": 8})",
        "\"colour_head_width\" needs input_residual and a mask");
    row("refiner: colour head without a residual", Kind::Refiner, R"({"in_channels": 7, "colour_head_width": 8})",
        "\"colour_head_width\" needs input_residual and a mask");
    row("refiner: negative colour head", Kind::Refiner,
        R"({"in_channels": 7, "input_residual": true, "colour_head_width": -8})", "\"colour_head_width\" is negative");
    row("refiner: resampling without weights", Kind::Refiner, R"({"downsample_type": "resnet"})",
        "\"downsample_type\" is \"resnet\"");
}

void NetworkConfigTest::refusesConfigs()
{
    QFETCH(Kind, kind);
    QFETCH(QString, config);
    QFETCH(QString, words);
    const QString answer = refusal(kind, config);
    QVERIFY2(answer.startsWith("model_invalid: "), qPrintable(answer));
    QVERIFY2(answer.contains(words), qPrintable(answer));
    if (words.startsWith('"'))
        QVERIFY2(answer.contains("some/model/config.json"), qPrintable(answer));
}

QTEST_APPLESS_MAIN(NetworkConfigTest)
#include "network_config_test.moc"
