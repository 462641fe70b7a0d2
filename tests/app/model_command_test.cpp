#include "tests/app/cli_fixture.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

/// `diffharmony model info` and `model verify`, on copies of the model that ships with the program.
class ModelCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void infoOfTheBuiltInModel();
    void infoAsText();
    void infoWithoutHashes();
    void infoOfBrokenModels_data();
    void infoOfBrokenModels();
    void failuresAreSaidOnce_data();
    void failuresAreSaidOnce();
    void infoNeedsNoEngine();
    void verifyListsTheEnginesProblems();
    void verifyOfSoundModel();
    void verifyReportsErrors();
};

void ModelCommandTest::infoOfTheBuiltInModel()
{
    const CliResult result = CliFixture().run({"model", "info", "--json"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const QJsonObject json = result.json();
    QCOMPARE(result.outcome(), QString("done"));
    QVERIFY(json["usable"].toBool());
    QCOMPARE(json["predictionType"].toString(), QString("v_prediction"));
    QVERIFY(json["parameters"].toDouble() > 1e6);
    bool found = false;
    for (const QJsonValue value : json["files"].toArray()) {
        const QJsonObject entry = value.toObject();
        const QString path = entry["path"].toString();
        QCOMPARE(entry["state"].toString(), QString("ok"));
        if (!path.endsWith("unet/diffusion_pytorch_model.safetensors"))
            continue;
        found = true;
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(entry["size"].toInteger(), file.size());
        QCOMPARE(entry["sha256"].toString(),
                 QString(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex()));
        QVERIFY(entry["dtypes"].toString().contains("F"));
    }
    QVERIFY(found);
}

void ModelCommandTest::infoAsText()
{
    const CliResult result = CliFixture().run({"model", "info"});
    QCOMPARE(result.exitCode, 0);
    for (const char* said :
         {"unet/config.json", "sha256 ", "Total: ", "The UNet predicts: v_prediction", "The model can be used."})
        QVERIFY2(result.out.contains(said), said);
}

void ModelCommandTest::infoWithoutHashes()
{
    const CliResult result = CliFixture().run({"model", "info", "--no-hash"});
    QCOMPARE(result.exitCode, 0);
    QVERIFY(!result.out.contains("sha256"));
}

void ModelCommandTest::infoOfBrokenModels_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content"); // empty = the file is removed
    QTest::newRow("no weights") << "vae/diffusion_pytorch_model.safetensors" << QByteArray();
    QTest::newRow("no configuration") << "unet/config.json" << QByteArray();
    QTest::newRow("bad configuration") << "unet/config.json" << QByteArray("{]");
    QTest::newRow("weights cut off") << "unet/diffusion_pytorch_model.safetensors" << QByteArray("\1\2\3");
    QTest::newRow("no index") << "model_index.json" << QByteArray();
}

void ModelCommandTest::infoOfBrokenModels()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    CliFixture cli;
    cli.copyModel("model");
    QVERIFY(QFile::remove(cli.path("model/" + file)));
    if (!content.isEmpty())
        cli.writeBytes("model/" + file, content);
    const CliResult json = cli.run({"model", "info", "model", "--json", "--no-hash"});
    QCOMPARE(json.exitCode, 1);
    QCOMPARE(json.outcome(), QString("failed"));
    QVERIFY(!json.json()["usable"].toBool(true));
    const QJsonArray problems = json.json()["problems"].toArray();
    QVERIFY(!problems.isEmpty());
    for (const QJsonValue problem : problems) // advice is none, least of all to do the same again
        QVERIFY2(!problem.toString().contains("model info") && !problem.toString().contains("--model"),
                 qPrintable(problem.toString()));
    const CliResult text = cli.run({"model", "info", "model", "--no-hash"});
    QCOMPARE(text.exitCode, 1);
    QVERIFY2(text.out.contains("The model can't be used:") && text.out.contains(file.toUtf8()), text.out.constData());
    // verify stops at the files as well, and says the same
    cli.setVariable("DH_ENGINE", "missing-engine.so");
    QCOMPARE(cli.run({"model", "verify", "model", "--no-hash"}).out, text.out);
}

void ModelCommandTest::failuresAreSaidOnce_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("no folder") << QStringList{"info", "nowhere"}
                               << QByteArray("There is no model at nowhere: is not a folder");
    QTest::newRow("an empty folder") << QStringList{"verify", "."} << QByteArray("There is no model at .: has no ");
    QTest::newRow("bad configuration") << QStringList{"info", "model"} << QByteArray("can't be used because of ");
    QTest::newRow("bad weights") << QStringList{"verify"} << QByteArray("unet: conv_in.weight is missing, and more.");
}

void ModelCommandTest::failuresAreSaidOnce()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, said);
    CliFixture cli;
    cli.copyModel("model");
    QVERIFY(QFile::remove(cli.path("model/unet/config.json")));
    cli.writeBytes("model/unet/config.json", "{]");
    cli.setVariable("DH_FAKE_PROBLEMS", "unet:\nconv_in.weight is missing\nNaN in conv_out.bias");
    const CliResult text = cli.run(QStringList{"model"} + arguments + QStringList{"--no-hash"});
    QCOMPARE(text.exitCode, 1);
    QVERIFY2(text.err.contains(said), text.err.constData());
    QVERIFY2(text.err.count('\n') == 1 && text.err.endsWith(".\n"), text.err.constData());
    const CliResult json = cli.run(QStringList{"model"} + arguments + QStringList{"--no-hash", "--json"});
    QCOMPARE(json.outcome(), QString("failed"));
    QCOMPARE(json.err, text.err);
}

void ModelCommandTest::infoNeedsNoEngine()
{
    CliFixture cli;
    cli.setVariable("DH_ENGINE", "missing-engine.so");
    QCOMPARE(cli.run({"model", "info", "--no-hash"}).exitCode, 0);
    QCOMPARE(cli.run({"model", "verify", "--no-hash"}).exitCode, 1);
}

void ModelCommandTest::verifyListsTheEnginesProblems()
{
    CliFixture cli;
    cli.setVariable("DH_FAKE_PROBLEMS", "unet: conv_in.weight is missing\nvae: NaN in quant_conv.bias");
    const CliResult result = cli.run({"model", "verify", "--json", "--no-hash"});
    QCOMPARE(result.exitCode, 1);
    const QJsonArray problems = result.json()["problems"].toArray();
    QCOMPARE(problems.size(), 2);
    QCOMPARE(problems[1].toString(), QString("vae: NaN in quant_conv.bias"));
}

void ModelCommandTest::verifyOfSoundModel()
{
    const CliResult result = CliFixture().run({"model", "verify", "--no-hash"});
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.out.contains("The model can be used."));
    QCOMPARE(result.err, QByteArray());
}

void ModelCommandTest::verifyReportsErrors()
{
    CliFixture cli;
    cli.setVariable("DH_FAKE_ERROR", "out_of_memory");
    cli.setVariable("DH_FAKE_ERROR_IN", "verify");
    const CliResult result = cli.run({"model", "verify", "--json", "--no-hash"});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QString("out_of_memory"));
}

QTEST_GUILESS_MAIN(ModelCommandTest)
#include "model_command_test.moc"
