#include "tests/app/cli_fixture.h"

#include "app/cli/error_text.h"

#include <QTest>

using namespace dh;

/// Each kind of error reads as sentences, whoever throws it.
class ErrorTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void engineErrors_data();
    void engineErrors();
    void errorsWhileLoadingAreReportedToo();
    void sentenceWithoutSubject();
    void listsKeepTheirLines();
    void textThatLooksLikeAMarkStays();
    void briefSentence_data();
    void briefSentence();
    void precisionHasItsOwnAdvice();
    void missingEngine();
    void missingBuiltInModel();
};

void ErrorTextTest::engineErrors_data()
{
    QTest::addColumn<QByteArray>("sentence");
    const auto row = [](ErrorCode code, const char* sentence) {
        QTest::newRow(errorCodeName(code)) << QByteArray(sentence);
    };
    row(ErrorCode::InvalidArgument, "The setting the-subject can't be used: the detail. See");
    row(ErrorCode::FileNotFound, "There is no file the-subject: the detail. Check");
    row(ErrorCode::FileUnreadable, "The file the-subject can't be read: the detail. Check");
    row(ErrorCode::FileUnwritable, "The file the-subject can't be written: the detail. Check");
    row(ErrorCode::DiskFull, "There is no space left to write the-subject: the detail. Free some space, or");
    row(ErrorCode::UnsupportedFormat, "The format of the-subject isn't supported: the detail. Pictures");
    row(ErrorCode::CorruptFile, "The file the-subject is damaged: the detail. Get");
    row(ErrorCode::SizeMismatch, "The sizes don't fit: the-subject: the detail. A mask");
    row(ErrorCode::EmptyMask, "The mask the-subject selects nothing: the detail. White");
    row(ErrorCode::ModelMissing, "There is no model at the-subject: the detail. Give");
    row(ErrorCode::ModelIncomplete, "The model is incomplete at the-subject: the detail. 'diffharmony");
    row(ErrorCode::ModelInvalid, "The model can't be used because of the-subject: the detail. 'diffharmony");
    row(ErrorCode::ModelNotFinite, "The model's numbers aren't finite in the-subject: the detail. Run");
    row(ErrorCode::OutOfMemory, "The memory isn't enough for the-subject: the detail. Close");
    row(ErrorCode::DeviceUnavailable, "The device the-subject isn't available: the detail. Leave");
    row(ErrorCode::EngineUnavailable, "The engine the-subject can't be loaded: the detail. Install");
    row(ErrorCode::Internal, "Something unexpected went wrong with the-subject: the detail. Please");
}

void ErrorTextTest::engineErrors()
{
    QFETCH(QByteArray, sentence);
    CliFixture cli;
    cli.setVariable("DH_FAKE_ERROR", QTest::currentDataTag());
    const QStringList before = cli.names();
    const CliResult result = cli.harmonize({"--json"});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.startsWith(sentence), result.err.constData());
    QCOMPARE(result.outcome(), QString("failed"));
    const QJsonObject error = result.json()["error"].toObject();
    QCOMPARE(error["code"].toString(), QString(QTest::currentDataTag()));
    QCOMPARE(error["subject"].toString(), QString("the-subject"));
    QCOMPARE(error["detail"].toString(), QString("the detail"));
    QCOMPARE(error["message"].toString() + "\n", QString(result.err));
    QCOMPARE(cli.names(), before);
}

void ErrorTextTest::errorsWhileLoadingAreReportedToo()
{
    CliFixture cli;
    cli.setVariable("DH_FAKE_ERROR", "device_unavailable");
    cli.setVariable("DH_FAKE_ERROR_IN", "load");
    const CliResult result = cli.harmonize();
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.startsWith("The device the-subject isn't available"), result.err.constData());
}

void ErrorTextTest::sentenceWithoutSubject()
{
    QCOMPARE(
        errorSentence(Error(ErrorCode::OutOfMemory, "", "")),
        std::string(
            "The memory isn't enough. Close other programs, or try a smaller --resolution or --precision bfloat16."));
}

void ErrorTextTest::listsKeepTheirLines()
{
    const std::string sentence =
        errorSentence(Error(ErrorCode::ModelIncomplete, "model", "unet/config.json\nvae/config.json"));
    QCOMPARE(sentence, std::string("The model is incomplete at model:\n  unet/config.json\n  vae/config.json\n"
                                   "'diffharmony model info DIR' lists every file with its state."));
}

void ErrorTextTest::textThatLooksLikeAMarkStays()
{
    const std::string sentence = errorSentence(Error(ErrorCode::FileNotFound, "{reason}.png", "{subject}"));
    QCOMPARE(sentence, std::string("There is no file {reason}.png: {subject}. Check the path."));
}

void ErrorTextTest::briefSentence_data()
{
    QTest::addColumn<QByteArray>("detail");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("nothing") << QByteArray() << QByteArray("The model is incomplete at model.");
    QTest::newRow("a reason") << QByteArray("no weights")
                              << QByteArray("The model is incomplete at model: no weights.");
    QTest::newRow("a list") << QByteArray("no weights\nno index")
                            << QByteArray("The model is incomplete at model: no weights, and more.");
    QTest::newRow("a list with a heading")
        << QByteArray("missing:\n  unet") << QByteArray("The model is incomplete at model: missing: unet.");
}

void ErrorTextTest::briefSentence()
{
    QFETCH(QByteArray, detail);
    QFETCH(QByteArray, sentence);
    QCOMPARE(briefErrorSentence(Error(ErrorCode::ModelIncomplete, "model", detail.toStdString())),
             sentence.toStdString());
}

void ErrorTextTest::precisionHasItsOwnAdvice()
{
    const std::string sentence = errorSentence(Error(ErrorCode::InvalidArgument, "precision", "why"));
    QCOMPARE(sentence, std::string("The setting precision can't be used: why. Leave --precision out, or choose a CUDA "
                                   "device with --device."));
}

void ErrorTextTest::missingEngine()
{
    CliFixture cli;
    cli.setVariable("DH_ENGINE", cli.path("missing-engine.so"));
    const CliResult result = cli.harmonize({"--json"});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QString("engine_unavailable"));
    QVERIFY2(result.err.contains("missing-engine.so"), result.err.constData());
}

void ErrorTextTest::missingBuiltInModel()
{
    CliFixture cli;
    cli.setVariable("DH_RESOURCES", cli.path("nowhere"));
    const CliResult result = cli.harmonize();
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.err, QByteArray("There is no model: the built-in model isn't installed. Install the program again, "
                                    "or give the folder of another model.\n"));
}

QTEST_GUILESS_MAIN(ErrorTextTest)
#include "error_text_test.moc"
