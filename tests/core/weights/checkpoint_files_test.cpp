#include "core/weights/checkpoint.h"

#include "checkpoint_folder.h"

#include <QTest>

#include <algorithm>
#include <fstream>

using dh::Checkpoint;

namespace fs = std::filesystem;

namespace
{

Checkpoint open(const fs::path& root)
{
    return Checkpoint({root, {}, {}, {}});
}

void flipOneBit(const fs::path& path)
{
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(-1, std::ios::end);
    const char last = static_cast<char>(file.get());
    file.seekp(-1, std::ios::end);
    file.put(static_cast<char>(last ^ 1));
}

} // namespace

/// What a checkpoint tells about its files: their hash and the list of them.
class CheckpointFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashIdentifiesTheContent_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : kCheckpointFiles)
            QTest::newRow(name) << name;
    }

    void hashIdentifiesTheContent()
    {
        QFETCH(QString, name);
        const TemporaryFolder folder;
        const TemporaryFolder copy;
        fillCheckpoint(folder);
        fillCheckpoint(copy);
        const Checkpoint checkpoint = open(folder.path());
        const std::string before = checkpoint.contentHash();
        QCOMPARE(before.size(), std::size_t{64});
        QCOMPARE(open(copy.path()).contentHash(), before);
        flipOneBit(copy.path() / name.toStdString());
        QVERIFY(checkpoint.contentHash() == before);
        // The changed file need not be valid any more: only its bytes count for a checkpoint that is already open.
        fs::copy_file(copy.path() / name.toStdString(), folder.path() / name.toStdString(),
                      fs::copy_options::overwrite_existing);
        QVERIFY(checkpoint.contentHash() != before);
    }

    void hashingReportsAndStops()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        const Checkpoint checkpoint = open(folder.path());
        std::vector<double> fractions;
        QVERIFY(!checkpoint
                     .contentHash([&](double fraction) {
                         fractions.push_back(fraction);
                         return true;
                     })
                     .empty());
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.back(), 1.0);
        QVERIFY(checkpoint.contentHash([](double fraction) { return fraction < 0.3; }).empty());
    }

    void inspectListsEveryFile()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        fs::remove(folder.path() / "unet/config.json");
        folder.write("vae/config.json", "{");
        folder.write("refiner/diffusion_pytorch_model.safetensors", "short");
        fs::rename(folder.path() / "text_encoder/model.safetensors", folder.path() / "text_encoder/pytorch_model.bin");
        std::map<QString, dh::CheckpointFile> entries;
        for (const dh::CheckpointFile& entry : Checkpoint::inspect({folder.path(), {}, {}, {}}, true))
            entries[QString::fromStdString(fs::relative(entry.path, folder.path()).string())] = entry;
        QCOMPARE(entries.size(), std::size(kCheckpointFiles));
        const auto state = [&entries](const char* name) { return QString::fromStdString(entries[name].state); };
        QCOMPARE(state("model_index.json"), "ok");
        QCOMPARE(entries["model_index.json"].sha256,
                 std::string("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
        QCOMPARE(state("unet/config.json"), "missing");
        QVERIFY(state("vae/config.json").contains("line 1, column 2"));
        QVERIFY(state("refiner/diffusion_pytorch_model.safetensors").contains("too short"));
        QVERIFY(state("text_encoder/pytorch_model.bin").contains("pickle"));
        const dh::CheckpointFile& unet = entries["unet/diffusion_pytorch_model.safetensors"];
        QCOMPARE(unet.state, std::string("ok"));
        QCOMPARE(unet.dtypes, std::string("F32"));
        QCOMPARE(unet.parameters, std::uint64_t{2});
        QCOMPARE(unet.size, std::uint64_t{fs::file_size(unet.path)});
    }

    void inspectShowsWhatIsWrongWithAnIndex()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        fs::rename(folder.path() / "unet/diffusion_pytorch_model.safetensors", folder.path() / "unet/one.safetensors");
        folder.write("unet/diffusion_pytorch_model.safetensors.index.json",
                     R"({"weight_map":{"x":"one.safetensors"}})");
        for (const dh::CheckpointFile& entry : Checkpoint::inspect({folder.path(), {}, {}, {}}, false)) {
            const bool isIndex = entry.path.string().ends_with(".index.json");
            QCOMPARE(entry.state == "ok", !isIndex);
            QVERIFY(entry.sha256.empty());
        }
    }

    void inspectStopsWhenCancelled()
    {
        const TemporaryFolder folder;
        fillCheckpoint(folder);
        dh::CancelSource cancel;
        cancel.cancel();
        QVERIFY_EXCEPTION_THROWN(
            static_cast<void>(Checkpoint::inspect({folder.path(), {}, {}, {}}, true, cancel.token())), dh::Cancelled);
    }

    void inspectOfNothingListsWhatShouldBeThere()
    {
        const TemporaryFolder folder;
        const auto entries = Checkpoint::inspect({folder.path() / "absent", {}, {}, {}}, true);
        QVERIFY(entries.size() >= 9);
        for (const dh::CheckpointFile& entry : entries)
            QCOMPARE(entry.state, std::string("missing"));
    }
};

QTEST_APPLESS_MAIN(CheckpointFilesTest)
#include "checkpoint_files_test.moc"
