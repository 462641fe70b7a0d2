#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QImage>
#include <QtTest>

#include <cmath>
#include <utility>

using namespace dh;

namespace
{

constexpr double kTextContrast = 4.5; // WCAG 2.1, 1.4.3

bool hasInk(const QImage& image)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) > 0)
                return true;
        }
    }
    return false;
}

/// The colour of the most opaque pixel.
QColor inkOf(const QImage& image)
{
    QRgb strongest = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) > qAlpha(strongest))
                strongest = image.pixel(x, y);
        }
    }
    return QColor::fromRgb(strongest);
}

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrastRatioIsWcags()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        // The well-known grey that just passes on white.
        QVERIFY(std::abs(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
    }

    void textIsReadable_data()
    {
        QTest::addColumn<Shade>("shade");
        QTest::addColumn<QPalette::ColorRole>("text");
        QTest::addColumn<QPalette::ColorRole>("ground");
        const std::pair<QPalette::ColorRole, QPalette::ColorRole> pairs[] = {
            {QPalette::WindowText, QPalette::Window},
            {QPalette::Text, QPalette::Base},
            {QPalette::Text, QPalette::AlternateBase},
            {QPalette::ButtonText, QPalette::Button},
            {QPalette::ToolTipText, QPalette::ToolTipBase},
            {QPalette::HighlightedText, QPalette::Highlight},
            {QPalette::PlaceholderText, QPalette::Base},
            {QPalette::PlaceholderText, QPalette::Window},
            {QPalette::Link, QPalette::Base},
            {QPalette::Link, QPalette::Window}};
        for (const Shade shade : {Shade::Light, Shade::Dark}) {
            for (const auto& [text, ground] : pairs) {
                QTest::addRow("%s %d on %d", shade == Shade::Dark ? "dark" : "light", text, ground)
                    << shade << text << ground;
            }
        }
    }
    void textIsReadable()
    {
        QFETCH(Shade, shade);
        QFETCH(QPalette::ColorRole, text);
        QFETCH(QPalette::ColorRole, ground);
        const QPalette palette = themePalette(shade);
        const double ratio = contrastRatio(palette.color(text), palette.color(ground));
        QVERIFY2(ratio >= kTextContrast, qPrintable(QString::number(ratio)));
    }

    void greysAreNeutral()
    {
        for (const Shade shade : {Shade::Light, Shade::Dark}) {
            const QPalette palette = themePalette(shade);
            for (const auto role : {QPalette::Window, QPalette::Base, QPalette::Button, QPalette::Mid}) {
                const QColor colour = palette.color(role);
                QCOMPARE(colour.red(), colour.green());
                QCOMPARE(colour.green(), colour.blue());
            }
            const QColor around = workspaceColour(shade);
            QCOMPARE(around.saturation(), 0);
        }
    }

    void choiceSetsTheShade()
    {
        applyTheme(ThemeChoice::Dark);
        QCOMPARE(currentShade(), Shade::Dark);
        applyTheme(ThemeChoice::Light);
        QCOMPARE(currentShade(), Shade::Light);
        applyTheme(ThemeChoice::System);
        QCOMPARE(currentShade(), systemShade());
    }

    void iconsAreSharpAtEveryResolution_data()
    {
        QTest::addColumn<QString>("name");
        QVERIFY(!themedIcon(QStringLiteral("app")).isNull()); // brings the resources in
        QDirIterator files(QStringLiteral(":/icons"));
        while (files.hasNext()) {
            const QString name = QFileInfo(files.next()).completeBaseName();
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    void iconsAreSharpAtEveryResolution()
    {
        QFETCH(QString, name);
        const QIcon icon = themedIcon(name);
        QVERIFY(!icon.isNull());
        for (const double ratio : {1.0, 1.5, 2.0, 3.0}) {
            const QPixmap pixmap = icon.pixmap(QSize(16, 16), ratio);
            QCOMPARE(pixmap.size(), QSize(16, 16) * ratio);
            QVERIFY(hasInk(pixmap.toImage()));
        }
    }

    void iconsTakeTheThemesColour()
    {
        const QIcon icon = themedIcon(QStringLiteral("locked"));
        applyTheme(ThemeChoice::Dark);
        const QColor onDark = inkOf(icon.pixmap(32).toImage());
        QCOMPARE(onDark, themePalette(Shade::Dark).color(QPalette::WindowText));
        applyTheme(ThemeChoice::Light);
        const QColor onLight = inkOf(icon.pixmap(32).toImage());
        QCOMPARE(onLight, themePalette(Shade::Light).color(QPalette::WindowText));
    }

    void unknownIconIsNull() { QVERIFY(themedIcon(QStringLiteral("no such icon")).isNull()); }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
