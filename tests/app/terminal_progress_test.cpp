#include "tests/app/cli_fixture.h"

#include "app/cli/terminal_progress.h"
#include "app/cli/text_format.h"

#include <QTest>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <limits>

using namespace dh;

namespace
{

Progress denoising()
{
    Progress progress;
    progress.stage = Stage::Denoise;
    progress.step = 2;
    progress.steps = 5;
    progress.fraction = 0.4;
    progress.secondsLeft = 11.2;
    return progress;
}

/// The last report that went through.
class LastReport final : public ProgressSink
{
public:
    void report(const Progress& progress) override { m_last = progress; }
    [[nodiscard]] const Progress& last() const { return m_last; }

private:
    Progress m_last;
};

} // namespace

/// How progress looks, on a terminal and elsewhere.
class TerminalProgressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainLines();
    void lines_data();
    void lines();
    void neverWiderThanTheTerminal();
    void partsShareOneBar();
    void durations_data();
    void durations();
    void numbers();
    void terminalIsRedrawn_data();
    void terminalIsRedrawn();
};

void TerminalProgressTest::plainLines()
{
    QCOMPARE(plainProgressLine(denoising()), std::string("denoise 2/5 (40 %), 12 s left"));
    Progress loading;
    QCOMPARE(plainProgressLine(loading), std::string("load (0 %)"));
}

void TerminalProgressTest::lines_data()
{
    QTest::addColumn<bool>("utf8");
    QTest::addColumn<bool>("colour");
    QTest::addColumn<int>("columns");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("plain characters") << false << false << 60
                                      << QByteArray("Denoising, step 2 of 5 [#######-----------] 40 %, 12 s left");
    QTest::newRow("blocks") << true << false << 55
                            << QByteArray("Denoising, step 2 of 5 [█████░░░░░░░░] 40 %, 12 s left");
    QTest::newRow("colour") << false << true << 55
                            << QByteArray("Denoising, step 2 of 5 [\033[36m#####\033[0m--------] 40 %, 12 s left");
    QTest::newRow("no room for a bar") << true << false << 46 << QByteArray("Denoising, step 2 of 5 40 %, 12 s left");
    QTest::newRow("numbers only") << true << false << 30 << QByteArray("40 %, 12 s left");
}

void TerminalProgressTest::lines()
{
    QFETCH(bool, utf8);
    QFETCH(bool, colour);
    QFETCH(int, columns);
    QFETCH(QByteArray, line);
    QCOMPARE(QByteArray::fromStdString(progressLine(denoising(), {true, utf8, colour, columns})), line);
}

void TerminalProgressTest::neverWiderThanTheTerminal()
{
    for (int columns = 20; columns < 200; ++columns) {
        for (const Stage stage : {Stage::Load, Stage::Denoise, Stage::Transfer}) {
            Progress progress = denoising();
            progress.stage = stage;
            progress.secondsLeft = 4000.0;
            QVERIFY(static_cast<int>(progressLine(progress, {true, false, false, columns}).size()) < columns);
        }
    }
}

void TerminalProgressTest::partsShareOneBar()
{
    LastReport whole;
    ProgressPart loading(whole, 0.0, 0.05, TimeLeft::Unknown);
    loading.report(denoising());
    QCOMPARE(whole.last().fraction, 0.4 * 0.05);
    QVERIFY(!whole.last().secondsLeft);
    ProgressPart running(whole, 0.05, 0.97, TimeLeft::Known);
    running.report(denoising());
    QCOMPARE(whole.last().fraction, 0.05 + 0.4 * 0.92);
    QCOMPARE(whole.last().secondsLeft.value_or(0.0), 11.2);
}

void TerminalProgressTest::durations_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("none") << 0.0 << QByteArray("0 s");
    QTest::newRow("rounded up") << 0.2 << QByteArray("1 s");
    QTest::newRow("just a minute") << 59.5 << QByteArray("1 min 0 s");
    QTest::newRow("minutes") << 200.0 << QByteArray("3 min 20 s");
    QTest::newRow("hours") << 3900.0 << QByteArray("1 h 5 min");
}

void TerminalProgressTest::durations()
{
    QFETCH(double, seconds);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(durationText(seconds)), text);
}

void TerminalProgressTest::numbers()
{
    QCOMPARE(fixedText(1234.5678, 2), std::string("1234.57"));
    QCOMPARE(fixedText(std::numeric_limits<double>::infinity(), 2), std::string("infinite"));
    QCOMPARE(fixedText(std::numeric_limits<double>::max(), 1).size(), std::size_t{311});
    QCOMPARE(bytesText(1), std::string("1 byte"));
    QCOMPARE(bytesText(999), std::string("999 bytes"));
    QCOMPARE(bytesText(21'425'664), std::string("21.4 MB"));
}

void TerminalProgressTest::terminalIsRedrawn_data()
{
    QTest::addColumn<bool>("noColour");
    QTest::newRow("colour") << false;
    QTest::newRow("NO_COLOR") << true;
}

void TerminalProgressTest::terminalIsRedrawn()
{
    QFETCH(bool, noColour);
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
        QSKIP("there are no pseudo terminals here");
    const winsize size{24, 70, 0, 0};
    QCOMPARE(ioctl(terminal, TIOCSWINSZ, &size), 0);
    const QByteArray name = ptsname(terminal);

    CliFixture cli;
    cli.setVariable("TERM", "xterm");
    cli.setVariable("LC_ALL", "C.UTF-8");
    cli.setVariable("NO_COLOR", noColour ? "1" : "");
    QProcess process;
    cli.prepare(process, CliFixture::harmonizeArguments({"--json"}));
    process.setChildProcessModifier([&name] { dup2(open(name.constData(), O_RDWR | O_NOCTTY), STDERR_FILENO); });
    process.start();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QByteArray drawn(4096, '\0');
    const ssize_t count = read(terminal, drawn.data(), static_cast<size_t>(drawn.size()));
    close(terminal);
    QVERIFY(count > 0);
    drawn.truncate(count);
    QVERIFY2(drawn.contains("Denoising, step 2 of 5 ["), drawn.constData());
    QVERIFY(drawn.contains("░"));
    QCOMPARE(drawn.contains("\033[36m"), !noColour);
    QVERIFY(!drawn.contains('\n'));
    QVERIFY(drawn.endsWith("\r\033[K")); // the line is gone at the end
}

QTEST_GUILESS_MAIN(TerminalProgressTest)
#include "terminal_progress_test.moc"
