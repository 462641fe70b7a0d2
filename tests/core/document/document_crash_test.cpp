#include "crash_picture.h"

#include "core/document/autosave.h"
#include "core/document/project_file.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace dh;

namespace fs = std::filesystem;

namespace
{

constexpr int kKills = 200;
constexpr int kIntervalMs = 5;
/// Longest life of a helper after its first step, in the times that its first save takes; deaths fall anywhere in it.
constexpr int kSavesInALife = 3;
constexpr int kLeastLifeMs = 250;
constexpr int kMostLifeMs = 1000;
constexpr int kStartMs = 30000;

/// The minute of the promise, 120 times as fast; the machine may be this many times slower than it should.
constexpr int kPromiseMs = 500;
constexpr int kPatience = 8;
constexpr int kPauseMs = 10;
constexpr int kPacedLifeMs = 2 * kPatience * kPromiseMs;

/// The number of the step that a composition shows; fails when its parts are of different steps.
int stepOf(const Composition& composition)
{
    const Composition start = test::crashStart();
    const Layer* layer = composition.layer(test::kCrashLayer);
    if (layer == nullptr || !composition.background.samePixels(start.background) ||
        !layer->image.samePixels(start.layers[0].image))
        return -1;
    const int step = std::stoi(layer->name);
    return layer->mask == Mask(layer->image.size(), test::crashMaskValue(step)) ? step : -1;
}

int lastNumberAfter(char kind, const QList<QByteArray>& lines)
{
    int last = 0;
    for (const QByteArray& line : lines)
        if (line.startsWith(kind))
            last = line.mid(1).toInt();
    return last;
}

} // namespace

class DocumentCrashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKillLeavesAWholeFileAndRecentWork()
    {
        const QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        std::mt19937 random(11);
        const int longestLife = std::clamp(kSavesInALife * firstSaveMs(folder / "measured"), kLeastLifeMs, kMostLifeMs);
        int recoveries = 0;
        int saves = 0;
        for (int kill = 0; kill < kKills; ++kill) {
            const fs::path round = folder / std::to_string(kill);
            fs::create_directory(round);
            const QList<QByteArray> told =
                killHelper(round, static_cast<int>(random() % static_cast<unsigned>(longestLife)));
            const int made = lastNumberAfter('e', told);
            const int saved = lastNumberAfter('s', told);
            const int onDisk = checkedFile(round / "picture.dhs", saved);
            const int recovered = checkedRecovery(round / "recovery");
            if (QTest::currentTestFailed())
                return;
            QVERIFY(onDisk <= made + 1 && recovered <= made + 1);
            recoveries += recovered > 0 ? 1 : 0;
            saves += onDisk > 0 ? 1 : 0;
            fs::remove_all(round);
        }
        // Both kinds of file must have been met often enough to mean something.
        QVERIFY2(recoveries > kKills / 10, qPrintable(QString::number(recoveries)));
        QVERIFY2(saves > kKills / 10, qPrintable(QString::number(saves)));
    }

    void workOlderThanTheIntervalIsOffered()
    {
        const QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        QProcess helper;
        start(helper, "-", folder / "recovery");
        QVERIFY(helper.waitForReadyRead(kStartMs));
        QTRY_VERIFY_WITH_TIMEOUT(hasCopy(folder / "recovery"), kStartMs);
        helper.kill();
        QVERIFY(helper.waitForFinished(kStartMs));
        QVERIFY(checkedRecovery(folder / "recovery") > 0);
    }

    void onlyTheLastIntervalIsLost()
    {
        const QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        QProcess helper;
        start(helper, "-", folder / "recovery", kPromiseMs, kPauseMs);
        QElapsedTimer clock;
        clock.start();
        std::vector<qint64> madeAt; // of step 1, 2, ...
        while (madeAt.empty() || clock.elapsed() - madeAt.front() < kPacedLifeMs) {
            QVERIFY(helper.canReadLine() || helper.waitForReadyRead(kStartMs));
            while (helper.canReadLine())
                if (helper.readLine().startsWith('e'))
                    madeAt.push_back(clock.elapsed());
        }
        const qint64 killedAt = clock.elapsed();
        helper.kill();
        QVERIFY(helper.waitForFinished(kStartMs));
        const auto recovered = static_cast<std::size_t>(checkedRecovery(folder / "recovery"));
        QVERIFY(recovered > 0);
        if (recovered < madeAt.size()) {
            const qint64 age = killedAt - madeAt[recovered]; // of the oldest step that is lost
            QVERIFY2(age <= kPatience * kPromiseMs, qPrintable(QString::number(age)));
        }
    }

private:
    static void start(QProcess& helper, const fs::path& file, const fs::path& recovery, int intervalMs = kIntervalMs,
                      int pauseMs = 0)
    {
        helper.start(DH_CRASH_HELPER, {QString::fromStdString(file.string()), QString::fromStdString(recovery.string()),
                                       QString::number(intervalMs), QString::number(pauseMs)});
    }

    static bool hasCopy(const fs::path& recovery)
    {
        std::error_code error;
        for (const fs::directory_entry& entry : fs::directory_iterator(recovery, error))
            if (fs::exists(entry.path() / "project.json"))
                return true;
        return false;
    }

    /// How long after its first step a helper has saved, on this machine and in this build.
    static int firstSaveMs(const fs::path& folder)
    {
        fs::create_directory(folder);
        QProcess helper;
        start(helper, folder / "picture.dhs", folder / "recovery");
        QElapsedTimer sinceStep;
        bool hasSaved = false;
        while (!hasSaved && (helper.canReadLine() || helper.waitForReadyRead(kStartMs))) {
            if (!sinceStep.isValid())
                sinceStep.start();
            while (helper.canReadLine())
                hasSaved = helper.readLine().startsWith('s') || hasSaved;
        }
        helper.kill();
        helper.waitForFinished(kStartMs);
        return static_cast<int>(sinceStep.elapsed());
    }

    /// @return what the helper said before it was killed
    static QList<QByteArray> killHelper(const fs::path& folder, int lifeMs)
    {
        QProcess helper;
        start(helper, folder / "picture.dhs", folder / "recovery");
        if (!helper.waitForReadyRead(kStartMs))
            return {};
        QElapsedTimer life;
        life.start();
        while (life.elapsed() < lifeMs)
            helper.waitForReadyRead(std::max(1, lifeMs - static_cast<int>(life.elapsed())));
        helper.kill();
        helper.waitForFinished(kStartMs);
        return helper.readAllStandardOutput().split('\n');
    }

    /// @return the step in the file, 0 when it was never saved
    static int checkedFile(const fs::path& file, int leastStep)
    {
        if (!fs::exists(file)) {
            [&] { QCOMPARE(leastStep, 0); }();
            return 0;
        }
        int step = -1;
        try {
            step = stepOf(readProject(file).composition);
        } catch (const std::exception& error) {
            qWarning("%s", error.what());
        }
        [&] { QVERIFY2(step >= leastStep, "the project file is damaged or older than a save"); }();
        return step;
    }

    /// @return the newest step that is offered, 0 when nothing is
    static int checkedRecovery(const fs::path& folder)
    {
        int newest = 0;
        for (const RecoverableProject& found : Autosave::findRecoverable(folder)) {
            int step = -1;
            try {
                step = stepOf(Autosave::readRecovered(found).composition);
            } catch (const std::exception& error) {
                qWarning("%s", error.what());
            }
            [&] { QVERIFY2(step > 0, "the recovery data is damaged"); }();
            newest = std::max(newest, step);
        }
        return newest;
    }
};

QTEST_GUILESS_MAIN(DocumentCrashTest)
#include "document_crash_test.moc"
