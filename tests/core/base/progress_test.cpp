#include "core/base/progress.h"

#include <QTest>

#include <vector>

using dh::Progress;
using dh::Stage;

namespace
{

class RecordingSink final : public dh::ProgressSink
{
public:
    void report(const Progress& progress) override { reports.push_back(progress); }
    std::vector<Progress> reports;
};

} // namespace

class ProgressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weighsTheStages_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<double>("fractionOfStage");
        QTest::addColumn<double>("expected");
        const auto row = [](const char* name, Stage stage, double fraction, double expected) {
            QTest::newRow(name) << static_cast<int>(stage) << fraction << expected;
        };
        row("nothing yet", Stage::Load, 0.0, 0.0);
        row("half of the first", Stage::Load, 0.5, 0.05);
        row("start of the second", Stage::Denoise, 0.0, 0.1);
        row("half of the second", Stage::Denoise, 0.5, 0.4);
        row("all", Stage::Decode, 1.0, 1.0);
        row("more than a stage has", Stage::Denoise, 7.0, 0.7);
        row("less than nothing", Stage::Denoise, -7.0, 0.1);
    }

    void weighsTheStages()
    {
        QFETCH(int, stage);
        QFETCH(double, fractionOfStage);
        QFETCH(double, expected);
        RecordingSink sink;
        dh::WeightedProgress progress(sink, {{Stage::Load, 1}, {Stage::Denoise, 6, 5}, {Stage::Decode, 3}});
        progress.report(static_cast<Stage>(stage), fractionOfStage);
        QCOMPARE(sink.reports.size(), std::size_t{1});
        QVERIFY(std::abs(sink.reports.front().fraction - expected) < 1e-12);
    }

    void neverGoesBack()
    {
        RecordingSink sink;
        dh::WeightedProgress progress(sink, {{Stage::Load, 1}, {Stage::Denoise, 1, 4}});
        progress.report(Stage::Denoise, 0.5, 2);
        progress.report(Stage::Load, 0.1);
        progress.report(Stage::Denoise, 0.25, 1);
        progress.report(Stage::Denoise, 1.0, 4);
        double last = 0.0;
        for (const Progress& report : sink.reports) {
            QVERIFY(report.fraction >= last);
            last = report.fraction;
        }
        QCOMPARE(last, 1.0);
        QCOMPARE(sink.reports.front().steps, 4);
        QCOMPARE(sink.reports.front().step, 2);
        QCOMPARE(sink.reports[1].steps, 0);
    }

    void passesThePreviewOn()
    {
        RecordingSink sink;
        dh::WeightedProgress progress(sink, {{Stage::Denoise, 1}});
        const auto preview = std::make_shared<dh::PreviewImage>();
        progress.report(Stage::Denoise, 0.5, 1, preview);
        progress.report(Stage::Denoise, 0.6, 1);
        QVERIFY(sink.reports[0].preview == preview);
        QVERIFY(!sink.reports[1].preview);
        QVERIFY(!progress.wantsPreviews());
    }

    void stagesHaveStableNames()
    {
        QCOMPARE(dh::stageName(Stage::Load), "load");
        QCOMPARE(dh::stageName(Stage::Denoise), "denoise");
        QCOMPARE(dh::stageName(Stage::Write), "write");
    }
};

QTEST_APPLESS_MAIN(ProgressTest)
#include "progress_test.moc"
