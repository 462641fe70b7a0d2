#include "core/weights/weight_files.h"

#include "core/base/error.h"
#include "temporary_folder.h"

#include <QTest>

#include <filesystem>

using dh::WeightFiles;

namespace fs = std::filesystem;

namespace
{

constexpr const char* kStem = "diffusion_pytorch_model";
constexpr const char* kIndex = "diffusion_pytorch_model.safetensors.index.json";

QString openingFault(const fs::path& folder)
{
    try {
        (void)dh::openWeights(dh::findWeightFiles(folder, kStem));
    } catch (const dh::Error& error) {
        return QString("%1: %2").arg(dh::errorCodeName(error.code()), QString::fromStdString(error.detail()));
    }
    return {};
}

} // namespace

class WeightFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheFile_data()
    {
        QTest::addColumn<QStringList>("present");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << QStringList{"diffusion_pytorch_model.safetensors"}
                               << "diffusion_pytorch_model.safetensors";
        QTest::newRow("only fp16") << QStringList{"diffusion_pytorch_model.fp16.safetensors"}
                                   << "diffusion_pytorch_model.fp16.safetensors";
        QTest::newRow("plain before fp16")
            << QStringList{"diffusion_pytorch_model.fp16.safetensors", "diffusion_pytorch_model.safetensors"}
            << "diffusion_pytorch_model.safetensors";
        QTest::newRow("beside a pickle") << QStringList{"diffusion_pytorch_model.bin",
                                                        "diffusion_pytorch_model.safetensors"}
                                         << "diffusion_pytorch_model.safetensors";
        QTest::newRow("nothing: the usual name is missing") << QStringList{} << "diffusion_pytorch_model.safetensors";
    }

    void findsTheFile()
    {
        QFETCH(QStringList, present);
        QFETCH(QString, expected);
        const TemporaryFolder folder;
        for (const QString& name : present)
            folder.writeTensors(name.toStdString(), {"w"});
        const WeightFiles weights = dh::findWeightFiles(folder.path(), kStem);
        QCOMPARE(weights.files.size(), std::size_t{1});
        QCOMPARE(weights.files.front(), folder.path() / expected.toStdString());
        QVERIFY(weights.pickle.empty());
    }

    void refusesPickles_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"diffusion_pytorch_model.bin", "model.ckpt", "model.pt", "model.pth"})
            QTest::newRow(name) << name;
    }

    void refusesPickles()
    {
        QFETCH(QString, name);
        const TemporaryFolder folder;
        folder.write(name.toStdString(), "\x80\x02}q");
        QCOMPARE(openingFault(folder.path()),
                 "model_invalid: holds its weights as " + name +
                     ", a pickle that can run code when it is read; save them as safetensors "
                     "(save_pretrained(..., safe_serialization=True))");
    }

    void joinsShards_data()
    {
        QTest::addColumn<QString>("indexName");
        QTest::newRow("plain") << kIndex;
        QTest::newRow("fp16") << "diffusion_pytorch_model.safetensors.index.fp16.json";
    }

    void joinsShards()
    {
        QFETCH(QString, indexName);
        const TemporaryFolder folder;
        folder.writeTensors("m-00001-of-00002.safetensors", {"a", "b"});
        folder.writeTensors("m-00002-of-00002.safetensors", {"c"});
        folder.write(indexName.toStdString(),
                     R"({"metadata":{"total_size":24},"weight_map":{"a":"m-00001-of-00002.safetensors",)"
                     R"("b":"m-00001-of-00002.safetensors","c":"m-00002-of-00002.safetensors"}})");
        const WeightFiles weights = dh::findWeightFiles(folder.path(), kStem);
        QCOMPARE(weights.files.size(), std::size_t{2});
        QCOMPARE(dh::openWeights(weights).size(), std::size_t{3});
    }

    void refusesIndex_data()
    {
        QTest::addColumn<QString>("index");
        QTest::addColumn<QString>("fault");
        const auto row = [](const char* name, const QString& weightMap, const char* fault) {
            QTest::newRow(name) << R"({"weight_map":)" + weightMap + "}" << fault;
        };
        QTest::newRow("no JSON") << "{"
                                 << "line 1, column 2";
        QTest::newRow("no object") << "[]"
                                   << "is not a JSON object";
        QTest::newRow("no map") << "{}"
                                << "has no weight_map";
        QTest::newRow("deep") << "{\"a\":" + QString("[").repeated(100'000) << "nested too deeply";
        row("map is a list", "[]", "has no weight_map");
        row("empty map", "{}", "has no weight_map");
        row("name is a number", R"({"a":1})", "no file name for \"a\"");
        row("empty name", R"({"a":""})", "not a file name of its own folder");
        row("parent", R"({"a":"../secret.safetensors"})", "not a file name of its own folder");
        row("absolute", R"({"a":"/etc/passwd"})", "not a file name of its own folder");
        row("dots", R"({"a":".."})", "not a file name of its own folder");
        row("subfolder", R"({"a":"sub/one.safetensors"})", "not a file name of its own folder");
        row("names itself", QString(R"({"a":"%1"})").arg(kIndex), "is cyclic");
        row("names another index", R"({"a":"other.safetensors.index.json"})", "is cyclic");
        row("pickle", R"({"a":"one.bin"})", "not a safetensors file");
        row("link to itself", R"({"a":"loop.safetensors"})", "a link that leads nowhere");
        row("link to the index", R"({"a":"own.safetensors"})", "is cyclic");
        row("link to another index", R"({"a":"other.safetensors"})", "is cyclic");
        row("link to nothing", R"({"a":"dangling.safetensors"})", "file_not_found");
        row("path through a link", R"({"a":"elsewhere/a.safetensors"})", "not a file name of its own folder");
        row("absent shard", R"({"a":"absent.safetensors"})", "file_not_found");
        row("key that no shard has", R"({"a":"one.safetensors","b":"one.safetensors","x":"one.safetensors"})",
            "x is not in one.safetensors");
        row("key that the index lacks", R"({"a":"one.safetensors"})", "b is in one.safetensors and not in the index");
        row("key in the wrong shard", R"({"a":"one.safetensors","b":"two.safetensors","c":"two.safetensors"})",
            "b is in one.safetensors and should be in two.safetensors");
        row("key in two shards", R"({"a":"one.safetensors","b":"one.safetensors","c":"also.safetensors"})",
            "a is in also.safetensors and should be in one.safetensors");
    }

    void refusesIndex()
    {
        QFETCH(QString, index);
        QFETCH(QString, fault);
        const TemporaryFolder outside;
        outside.writeTensors("a.safetensors", {"a"});
        const TemporaryFolder folder;
        folder.writeTensors("one.safetensors", {"a", "b"});
        folder.writeTensors("two.safetensors", {"c"});
        folder.writeTensors("also.safetensors", {"a", "c"});
        outside.write("model.safetensors.index.json", "{}");
        const auto link = [&](const fs::path& target, const char* name) {
            fs::create_symlink(target, folder.path() / name);
        };
        link("loop.safetensors", "loop.safetensors");
        link(kIndex, "own.safetensors");
        link(outside.path() / "model.safetensors.index.json", "other.safetensors");
        link("absent", "dangling.safetensors");
        link(outside.path(), "elsewhere");
        folder.write(kIndex, index.toStdString());
        const QString message = openingFault(folder.path());
        QVERIFY2(message.contains(fault), qPrintable(message));
    }

    /// snapshots/<revision>/unet/<name> -> ../../../blobs/<hash>, for every file, the index included.
    void followsLinksOfADownloadCache()
    {
        const TemporaryFolder cache;
        cache.writeTensors("blobs/f0f0", {"a"});
        cache.writeTensors("blobs/1e1e", {"b"});
        cache.write("blobs/abab",
                    R"({"weight_map":{"a":"m-00001-of-00002.safetensors","b":"m-00002-of-00002.safetensors"}})");
        const fs::path folder = cache.path() / "snapshots" / "x" / "unet";
        fs::create_directories(folder);
        const auto link = [&](const char* blob, const char* name) {
            fs::create_symlink(fs::path("../../../blobs") / blob, folder / name);
        };
        link("f0f0", "m-00001-of-00002.safetensors");
        link("1e1e", "m-00002-of-00002.safetensors");
        link("abab", kIndex);
        const auto tensors = dh::openWeights(dh::findWeightFiles(folder, kStem));
        QCOMPARE(tensors.size(), std::size_t{2});
        QVERIFY(tensors.contains("a") && tensors.contains("b"));
        QCOMPARE(openingFault(folder), QString());
    }

    void refusesALinkToTheIndexInACache()
    {
        const TemporaryFolder cache;
        cache.write("blobs/abab", R"({"weight_map":{"a":"one.safetensors"}})");
        const fs::path folder = cache.path() / "snapshots";
        fs::create_directories(folder);
        fs::create_symlink("../blobs/abab", folder / kIndex);
        fs::create_symlink("../blobs/abab", folder / "one.safetensors");
        QVERIFY2(openingFault(folder).contains("is cyclic"), qPrintable(openingFault(folder)));
    }

    void listsAllDifferencesAtOnce()
    {
        const TemporaryFolder folder;
        folder.writeTensors("one.safetensors", {"a", "b", "c"});
        folder.write(kIndex, R"({"weight_map":{"a":"one.safetensors","x":"one.safetensors","y":"one.safetensors"}})");
        const QString message = openingFault(folder.path());
        QCOMPARE(message.count('\n'), 4);
        QVERIFY(message.contains("(4 differences)"));
    }
};

QTEST_APPLESS_MAIN(WeightFilesTest)
#include "weight_files_test.moc"
