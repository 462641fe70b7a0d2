#include "core/harmonize/engine_module.h"
#include "tests/support/fake_harmonizer.h"
#include "ui/harmonize/models_dialog.h"
#include "ui/harmonize/run_choices.h"
#include "ui/main_window/error_text.h"
#include "ui/main_window/settings.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include <memory>

using namespace dh;
using namespace dh::test;

namespace
{

enum Column { kName, kSize, kType, kState, kHash };

constexpr int kPatience = 60'000; ///< milliseconds; machines may be busy

struct Shown {
    Shown()
        : settings(folder.filePath(QStringLiteral("s.ini"))),
          choices(settings),
          runner(fakeFactory(script)),
          dialog(choices, runner, [this](QWidget&) { return chosen; })
    {
        dialog.show();
        files = dialog.findChild<QTreeWidget*>();
        list = dialog.findChild<QListWidget*>();
    }
    [[nodiscard]] bool says(const QString& words) const
    {
        for (const QLabel* label : dialog.findChildren<QLabel*>()) {
            if (label->text().contains(words))
                return true;
        }
        return false;
    }
    [[nodiscard]] QPushButton* button(const QString& name) const
    {
        for (auto* found : dialog.findChildren<QPushButton*>()) {
            if (found->accessibleName() == name)
                return found;
        }
        return nullptr;
    }
    void click(const QString& name)
    {
        QPushButton* clicked = button(name);
        if (QTest::qWaitFor([clicked] { return clicked->isEnabled(); }))
            QTest::mouseClick(clicked, Qt::LeftButton);
    }
    [[nodiscard]] QStringList column(int which) const
    {
        QStringList texts;
        for (int i = 0; i < files->topLevelItemCount(); ++i)
            texts << files->topLevelItem(i)->text(which);
        return texts;
    }

    QTemporaryDir folder;
    Settings settings;
    RunChoices choices;
    std::shared_ptr<FakeScript> script = std::make_shared<FakeScript>();
    JobRunner runner;
    QString chosen;
    ModelsDialog dialog;
    QTreeWidget* files = nullptr;
    QListWidget* list = nullptr;
};

/// Whether this process has the file open.
bool isOpen(const QString& file)
{
    const QString path = QFileInfo(file).canonicalFilePath();
    for (const QFileInfo& descriptor :
         QDir(QStringLiteral("/proc/self/fd")).entryInfoList(QDir::System | QDir::Files)) {
        if (descriptor.symLinkTarget() == path)
            return true;
    }
    return false;
}

} // namespace

class ModelsDialogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void builtInModelIsComplete()
    {
        if (builtInModelFolder().empty())
            QSKIP("the built-in model is not there");
        Shown shown;
        QTRY_VERIFY(shown.files->topLevelItemCount() > 5);
        QVERIFY(shown.column(kName).contains(QStringLiteral("unet/diffusion_pytorch_model.safetensors")));
        for (const QString& state : shown.column(kState))
            QCOMPARE(state, QStringLiteral("complete"));
        constexpr int kHexDigits = 64;
        QCOMPARE(shown.files->topLevelItem(0)->toolTip(kHash).size(), kHexDigits);
        QVERIFY(shown.says(QStringLiteral("The files are complete.")));
    }

    void incompleteModelSaysWhatIsMissing()
    {
        Shown shown;
        const QString model = shown.folder.filePath(QStringLiteral("half"));
        QVERIFY(QDir().mkpath(model));
        QFile index(model + QStringLiteral("/model_index.json"));
        QVERIFY(index.open(QIODevice::WriteOnly));
        index.write(
            R"({"_class_name": "StableDiffusionHarmonyPipeline", "unet": ["diffusers", "UNet2DConditionModel"]})");
        index.close();
        shown.chosen = model;
        shown.click(QStringLiteral("Add…"));
        QCOMPARE(shown.list->count(), 2);
        QCOMPARE(shown.choices.modelFolders(), QStringList{model});
        QTRY_VERIFY(shown.says(QStringLiteral("incomplete")) || shown.says(QStringLiteral("missing")));
        shown.click(QStringLiteral("Remove from list"));
        QCOMPARE(shown.list->count(), 1);
        QVERIFY(QDir(model).exists());
    }

    void closingDoesNotWaitForLargeFiles()
    {
        Shown shown;
        const QString model = shown.folder.filePath(QStringLiteral("large"));
        QVERIFY(QDir().mkpath(model + QStringLiteral("/unet")));
        QFile weights(model + QStringLiteral("/unet/diffusion_pytorch_model.safetensors"));
        QVERIFY(weights.open(QIODevice::WriteOnly));
        constexpr qint64 kMinutesOfHashing = 256LL << 30; // zeros, which take no space on the disk
        const QByteArray header = QStringLiteral(R"({"x":{"dtype":"U8","shape":[%1],"data_offsets":[0,%1]}})")
                                      .arg(kMinutesOfHashing)
                                      .toUtf8();
        const auto length = static_cast<quint64>(header.size());
        weights.write(reinterpret_cast<const char*>(&length), sizeof(length));
        weights.write(header);
        if (!weights.resize(qint64{sizeof(length)} + header.size() + kMinutesOfHashing))
            QSKIP("the file system has no files of this size");
        weights.close();
        shown.chosen = model;
        auto dialog = std::make_unique<ModelsDialog>(shown.choices, shown.runner, [&](QWidget&) { return model; });
        dialog->show();
        shown.choices.addModelFolder(model);
        auto* list = dialog->findChild<QListWidget*>();
        list->setCurrentRow(1);
        const auto* files = dialog->findChild<QTreeWidget*>();
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(weights.fileName()), kPatience);
        QCOMPARE(files->topLevelItemCount(), 0); // still being read
        QElapsedTimer time;
        time.start();
        dialog.reset();
        QVERIFY(time.elapsed() < 10'000);
    }

    void changedMindAddsNothing()
    {
        Shown shown;
        shown.click(QStringLiteral("Add…"));
        QCOMPARE(shown.list->count(), 1);
    }

    void verifying()
    {
        Shown shown;
        shown.click(QStringLiteral("Verify"));
        QTRY_VERIFY(shown.says(QStringLiteral("the model can be used")));
        shown.script->setProblems("unet: conv_in.weight has another shape");
        shown.click(QStringLiteral("Verify"));
        QTRY_VERIFY(shown.says(QStringLiteral("conv_in.weight has another shape")));
        const Error error(ErrorCode::EngineUnavailable, "engine", "is not there");
        shown.script->failAt(Stage::Load, error);
        shown.click(QStringLiteral("Verify"));
        QTRY_VERIFY(shown.says(errorText(error)));
    }

    void folderIsTheShownModels()
    {
        Shown shown;
        const QString model = shown.folder.filePath(QStringLiteral("none"));
        shown.choices.addModelFolder(model);
        shown.list->setCurrentRow(1);
        // At once, while its files are looked at.
        QCOMPARE(shown.button(QStringLiteral("Open folder"))->toolTip(), QDir::toNativeSeparators(model));
        QVERIFY(shown.button(QStringLiteral("Remove from list"))->isEnabled());
        shown.list->setCurrentRow(0);
        QVERIFY(!shown.button(QStringLiteral("Open folder"))->isEnabled());
        QVERIFY(!shown.button(QStringLiteral("Remove from list"))->isEnabled());
        QVERIFY(!shown.button(QStringLiteral("Remove from list"))->toolTip().isEmpty());
        if (!builtInModelFolder().empty())
            QTRY_VERIFY(shown.button(QStringLiteral("Open folder"))->isEnabled());
    }

    void tabGoesFromTheListToItsButtons()
    {
        Shown shown;
        QStringList names;
        for (const QWidget* stop = shown.dialog.nextInFocusChain(); stop != &shown.dialog;
             stop = stop->nextInFocusChain()) {
            if ((stop->focusPolicy() & Qt::TabFocus) != 0)
                names << stop->accessibleName();
        }
        const QStringList first{
            "Models", "Add…",       "Remove from list", "Files of the model", "What the model is for",
            "Verify", "Open folder"};
        QCOMPARE(names.mid(0, first.size()), first);
    }

    void verifyingIsOfOneModel()
    {
        Shown shown;
        shown.choices.addModelFolder(shown.folder.filePath(QStringLiteral("none")));
        shown.script->holdAt(Stage::Load);
        shown.click(QStringLiteral("Verify"));
        QVERIFY(shown.script->waitUntilHeld());
        shown.list->setCurrentRow(1);
        QTRY_VERIFY(!shown.runner.isBusy());
        QTRY_VERIFY(shown.says(QStringLiteral("There is no model")));
        QVERIFY(!shown.says(QStringLiteral("cancelled")));
    }

    void closingEndsTheVerification()
    {
        Shown shown;
        auto dialog = std::make_unique<ModelsDialog>(shown.choices, shown.runner, [](QWidget&) { return QString(); });
        dialog->show();
        shown.script->holdAt(Stage::Load);
        for (auto* button : dialog->findChildren<QPushButton*>()) {
            if (button->accessibleName() == QStringLiteral("Verify") &&
                QTest::qWaitFor([button] { return button->isEnabled(); }))
                button->click();
        }
        QVERIFY(shown.script->waitUntilHeld());
        dialog.reset();
        QTRY_VERIFY(!shown.runner.isBusy());
    }

    void impossibleSizeIsNamed()
    {
        if (builtInModelFolder().empty())
            QSKIP("the built-in model is not there");
        Shown shown;
        const QDir builtIn(QString::fromStdString(builtInModelFolder().string()));
        const QDir odd(shown.folder.filePath(QStringLiteral("odd")));
        const QString index = QStringLiteral("model_index.json");
        QVERIFY(odd.mkpath(QStringLiteral(".")));
        for (const QString& name : builtIn.entryList(QDir::AllEntries | QDir::NoDotAndDotDot)) {
            if (name != index)
                QVERIFY(QFile::link(builtIn.absoluteFilePath(name), odd.filePath(name)));
        }
        QFile good(builtIn.filePath(index));
        QFile bad(odd.filePath(index));
        QVERIFY(good.open(QIODevice::ReadOnly) && bad.open(QIODevice::WriteOnly));
        QJsonObject settings = QJsonDocument::fromJson(good.readAll()).object();
        settings[QStringLiteral("default_resolution")] = 1000;
        bad.write(QJsonDocument(settings).toJson());
        bad.close();
        shown.choices.addModelFolder(odd.path());
        shown.list->setCurrentRow(1);
        QTRY_VERIFY(shown.says(QStringLiteral("default_resolution should be a multiple of 64")));
    }

    void closingWhileVerifying()
    {
        auto shown = std::make_unique<Shown>();
        const std::shared_ptr<FakeScript> script = shown->script;
        script->holdAt(Stage::Load);
        shown->click(QStringLiteral("Verify"));
        QVERIFY(script->waitUntilHeld());
        shown.reset();
        QCOMPARE(script->living.load(), 0);
    }
};

QTEST_MAIN(ModelsDialogTest)
#include "models_dialog_test.moc"
