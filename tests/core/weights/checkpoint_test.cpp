#include "core/weights/checkpoint.h"

#include "checkpoint_folder.h"
#include "core/base/error.h"

#include <QTest>

#include <nlohmann/json.hpp>

using dh::Checkpoint;
using dh::Component;

namespace fs = std::filesystem;

namespace
{

constexpr const char* kWeights = "/diffusion_pytorch_model.safetensors";

void addNullPrompt(const TemporaryFolder& folder, const std::vector<std::int64_t>& shape)
{
    static constexpr std::array<float, 6> kValues{};
    std::size_t count = 1;
    for (const std::int64_t extent : shape)
        count *= static_cast<std::size_t>(extent);
    dh::writeSafetensors(folder.path() / "null_prompt.safetensors",
                         {{"prompt", {dh::DType::F32, shape, std::as_bytes(std::span(kValues).first(count))}}});
}

Checkpoint open(const fs::path& root)
{
    return Checkpoint({root, {}, {}, {}});
}

/// "code|subject|detail" of the error, empty when it opens.
QString openingError(const dh::ModelLocation& location)
{
    try {
        const Checkpoint checkpoint(location);
    } catch (const dh::Error& error) {
        return QString("%1|%2|%3")
            .arg(dh::errorCodeName(error.code()), QString::fromStdString(error.subject()),
                 QString::fromStdString(error.detail()));
    }
    return {};
}

} // namespace

class CheckpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensACompleteFolder()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        const Checkpoint checkpoint = open(folder.path());
        for (const Component component :
             {Component::UNet, Component::Vae, Component::TextEncoder, Component::Refiner}) {
            QVERIFY(checkpoint.has(component));
            const dh::ComponentWeights& weights = checkpoint.component(component);
            QCOMPARE(weights.tensors.size(), std::size_t{1});
            QCOMPARE(weights.folder, folder.path() / dh::componentFolder(component));
            const std::string expected = std::string(dh::componentFolder(component)) + "/config.json";
            QCOMPARE(weights.config->value("name", ""), expected);
        }
        QVERIFY(!checkpoint.has(Component::ConditionVae));
        QVERIFY(!checkpoint.nullPrompt());
        QCOMPARE(checkpoint.tokenizerFolder(), folder.path() / "tokenizer");
        QCOMPARE(checkpoint.schedulerConfig().value("name", ""), std::string("scheduler/scheduler_config.json"));
    }

    void namesEachMissingFile_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString name : kCheckpointFiles) {
            if (name != "model_index.json")
                QTest::newRow(qPrintable(name)) << name;
        }
    }

    void namesEachMissingFile()
    {
        QFETCH(QString, name);
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        fs::remove(folder.path() / name.toStdString());
        const QString root = QString::fromStdString(folder.path().string());
        QCOMPARE(openingError({folder.path(), {}, {}, {}}),
                 "model_incomplete|" + root + "|these files are missing:\n  " + name);
    }

    void namesAllMissingFilesAtOnce()
    {
        const TemporaryFolder folder;
        folder.write("model_index.json", "{}");
        const QString message = openingError({folder.path(), {}, {}, {}});
        QVERIFY(message.startsWith("model_incomplete|"));
        for (const QString name : kCheckpointFiles) {
            if (name != "model_index.json" && !name.startsWith("refiner"))
                QVERIFY2(message.contains("\n  " + name), qPrintable(message));
        }
        QVERIFY2(message.contains("null_prompt.safetensors can replace"), qPrintable(message));
    }

    void saysWhatACheckpointHolds()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        fs::remove(folder.path() / "model_index.json");
        const QString message = openingError({folder.path(), {}, {}, {}});
        QVERIFY2(message.startsWith("model_missing|"), qPrintable(message));
        QVERIFY2(message.contains("a checkpoint folder holds model_index.json, unet/"), qPrintable(message));
        QVERIFY(openingError({folder.path() / "absent", {}, {}, {}}).startsWith("model_missing|"));
    }

    void refusesBrokenFiles_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const QByteArray& content, const char* code, const char* words) {
            QTest::newRow((QByteArray(name) + ' ' + content.left(12)).constData()) << name << content << code << words;
        };
        for (const char* name : {"model_index.json", "unet/config.json", "scheduler/scheduler_config.json"}) {
            row(name, "{\n \"a\":,}", "model_invalid", "line 2, column 6");
            row(name, "[1]", "model_invalid", "is not a JSON object");
            row(name, "", "model_invalid", "line 1");
        }
        row("unet/diffusion_pytorch_model.safetensors", "short", "corrupt_file", "too short");
        row("null_prompt.safetensors", "short", "corrupt_file", "too short");
    }

    void refusesBrokenFiles()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, code);
        QFETCH(QString, words);
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        const fs::path file = folder.write(name.toStdString(), content.toStdString());
        const QString message = openingError({folder.path(), {}, {}, {}});
        QVERIFY2(message.startsWith(code + "|" + QString::fromStdString(file.string())), qPrintable(message));
        QVERIFY2(message.contains(words), qPrintable(message));
    }

    /// As a DPM solver's file has it, saved by Python.
    void readsNumbersThatOnlyPythonWrites()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        folder.write("scheduler/scheduler_config.json",
                     "{\"lambda_min_clipped\": -Infinity, \"list\": [NaN, Infinity, -1], \"n\": 5, "
                     "\"note\": \"\\\"NaN\\\" stays\"}");
        const Checkpoint checkpoint = open(folder.path());
        const nlohmann::json& config = checkpoint.schedulerConfig();
        QVERIFY(config.at("lambda_min_clipped") == "-Infinity");
        QVERIFY(config.at("list") == nlohmann::json::array({"NaN", "Infinity", -1}));
        QVERIFY(config.at("note") == "\"NaN\" stays");
        QVERIFY(config.at("n") == 5);
    }

    void refusesANullPromptOfOtherNumbers()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        for (const dh::DType type : {dh::DType::F8E4M3, dh::DType::I8}) {
            static constexpr std::array<std::byte, 6> kValues{};
            const fs::path file = folder.path() / "null_prompt.safetensors";
            dh::writeSafetensors(file, {{"prompt", {type, {1, 2, 3}, std::span(kValues)}}});
            const QString message = openingError({folder.path(), {}, {}, {}});
            QVERIFY2(message.startsWith("model_invalid|" + QString::fromStdString(file.string())), qPrintable(message));
            QVERIFY2(message.contains(dh::dtypeName(type)), qPrintable(message));
        }
    }

    void refusesAPickleWithAdvice()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        fs::rename(folder.path() / "refiner/diffusion_pytorch_model.safetensors",
                   folder.path() / "refiner/diffusion_pytorch_model.bin");
        const QString message = openingError({folder.path(), {}, {}, {}});
        QVERIFY2(message.startsWith("model_invalid|" + QString::fromStdString((folder.path() / "refiner").string())),
                 qPrintable(message));
        QVERIFY2(message.contains("safe_serialization=True"), qPrintable(message));
    }

    void takesANullPromptInPlaceOfTheTextEncoder_data()
    {
        QTest::addColumn<std::vector<std::int64_t>>("shape");
        QTest::addColumn<bool>("good");
        using Shape = std::vector<std::int64_t>;
        QTest::newRow("[1, tokens, width]") << Shape{1, 2, 3} << true;
        QTest::newRow("[tokens, width]") << Shape{2, 3} << true;
        QTest::newRow("two prompts") << Shape{2, 1, 3} << false;
        QTest::newRow("one row") << Shape{6} << false;
        QTest::newRow("nothing") << Shape{1, 0, 3} << false;
    }

    void takesANullPromptInPlaceOfTheTextEncoder()
    {
        QFETCH(std::vector<std::int64_t>, shape);
        QFETCH(bool, good);
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        fs::remove_all(folder.path() / "text_encoder");
        fs::remove_all(folder.path() / "tokenizer");
        addNullPrompt(folder, shape);
        if (!good) {
            QVERIFY(openingError({folder.path(), {}, {}, {}}).startsWith("model_invalid|"));
            return;
        }
        const Checkpoint checkpoint = open(folder.path());
        QVERIFY(!checkpoint.has(Component::TextEncoder));
        QVERIFY(checkpoint.tokenizerFolder().empty());
        QCOMPARE(checkpoint.nullPrompt()->shape, (std::vector<std::int64_t>{1, 2, 3}));
    }

    void separateFoldersReplaceTheRootsOwn()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        const TemporaryFolder other;
        for (const char* name : {"u", "r"}) {
            other.write(std::string(name) + "/config.json", "{}");
            other.writeTensors(std::string(name) + kWeights, {"other"});
        }
        const Checkpoint checkpoint({folder.path(), other.path() / "u", {}, other.path() / "r"});
        QVERIFY(checkpoint.component(Component::UNet).tensors.contains("other"));
        QVERIFY(checkpoint.component(Component::Refiner).tensors.contains("other"));
        QVERIFY(checkpoint.component(Component::Vae).tensors.contains("w"));
        const QString message = openingError({folder.path(), other.path() / "absent", {}, {}});
        QVERIFY2(message.contains(QString::fromStdString((other.path() / "absent/config.json").string())),
                 qPrintable(message));
    }

    void recognisesAConditionVae_data()
    {
        QTest::addColumn<QString>("folderName");
        QTest::addColumn<QString>("config");
        QTest::addColumn<bool>("isCondition");
        QTest::newRow("by class") << "v"
                                  << R"({"_class_name":"ConditionVAE"})" << true;
        QTest::newRow("class before name") << "cvae"
                                           << R"({"_class_name":"AutoencoderKL"})" << false;
        QTest::newRow("by name") << "my_cvae"
                                 << "{}" << true;
        QTest::newRow("by longer name") << "condition_vae_2"
                                        << "{}" << true;
        QTest::newRow("neither") << "v"
                                 << "{}" << false;
    }

    void recognisesAConditionVae()
    {
        QFETCH(QString, folderName);
        QFETCH(QString, config);
        QFETCH(bool, isCondition);
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        const TemporaryFolder other;
        other.write(folderName.toStdString() + "/config.json", config.toStdString());
        other.writeTensors(folderName.toStdString() + kWeights, {"w"});
        const Checkpoint checkpoint({folder.path(), {}, other.path() / folderName.toStdString(), {}});
        QCOMPARE(checkpoint.has(Component::ConditionVae), isCondition);
        QCOMPARE(checkpoint.has(Component::Vae), !isCondition);
    }

    void holdsBothVaes()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        folder.write("condition_vae/config.json", "{}");
        folder.writeTensors(std::string("condition_vae") + kWeights, {"w"});
        QVERIFY(open(folder.path()).has(Component::Vae));
        QVERIFY(open(folder.path()).has(Component::ConditionVae));
        fs::remove_all(folder.path() / "vae");
        QVERIFY(!open(folder.path()).has(Component::Vae));
    }

    void renamesOldAttentionKeys_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* key, const char* expected) { QTest::newRow(key) << key << expected; };
        row("encoder.mid_block.attentions.0.query.weight", "encoder.mid_block.attentions.0.to_q.weight");
        row("decoder.mid_block.attentions.12.key.bias", "decoder.mid_block.attentions.12.to_k.bias");
        row("mid_block.attentions.0.value.weight", "mid_block.attentions.0.to_v.weight");
        row("conditional_encoder.mid_block.attentions.0.proj_attn.bias",
            "conditional_encoder.mid_block.attentions.0.to_out.0.bias");
        row("encoder.mid_block.attentions.0.group_norm.weight", "encoder.mid_block.attentions.0.group_norm.weight");
        row("encoder.mid_block.attentions.0.to_q.weight", "encoder.mid_block.attentions.0.to_q.weight");
        row("up.mid_block.attentions.0.query.weight", "up.mid_block.attentions.0.query.weight");
        row("encoder.mid_block.attentions.0.query", "encoder.mid_block.attentions.0.query");
        row("encoder.mid_block.attentions.", "encoder.mid_block.attentions.");
    }

    void renamesOldAttentionKeys()
    {
        QFETCH(QString, key);
        QFETCH(QString, expected);
        std::map<std::string, dh::TensorView> tensors;
        tensors[key.toStdString()].shape = {3};
        dh::renameOldAttentionKeys(tensors);
        QCOMPARE(tensors.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(tensors.begin()->first), expected);
        QCOMPARE(tensors.begin()->second.shape, std::vector<std::int64_t>{3});
    }

    void keepsAnOldKeyBesideItsNewName()
    {
        std::map<std::string, dh::TensorView> tensors{{"mid_block.attentions.0.query.weight", {}},
                                                      {"mid_block.attentions.0.to_q.weight", {}}};
        dh::renameOldAttentionKeys(tensors);
        QCOMPARE(tensors.size(), std::size_t{2});
    }

    void loadsOldKeysOfTheVae()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        folder.writeTensors(std::string("vae") + kWeights, {"decoder.mid_block.attentions.0.key.weight"});
        folder.writeTensors(std::string("unet") + kWeights, {"mid_block.attentions.0.key.weight"});
        const Checkpoint checkpoint = open(folder.path());
        QVERIFY(checkpoint.component(Component::Vae).tensors.contains("decoder.mid_block.attentions.0.to_k.weight"));
        QVERIFY(checkpoint.component(Component::UNet).tensors.contains("mid_block.attentions.0.key.weight"));
    }

    void opensTheGoldenCheckpoints()
    {
        const fs::path goldens = qEnvironmentVariable("DH_GOLDENS", DH_TEST_DATA "/goldens").toStdString();
        int count = 0;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(goldens, error)) {
            if (!fs::exists(entry.path() / "model_index.json"))
                continue;
            const Checkpoint checkpoint = open(entry.path());
            QVERIFY(checkpoint.component(Component::UNet).config->contains("block_out_channels"));
            QVERIFY(checkpoint.component(Component::UNet).tensors.contains("conv_in.weight"));
            ++count;
        }
        if (count == 0)
            QSKIP("no golden checkpoints here");
    }
};

QTEST_APPLESS_MAIN(CheckpointTest)
#include "checkpoint_test.moc"
