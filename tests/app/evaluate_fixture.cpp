#include "tests/app/evaluate_fixture.h"

#include "core/imaging/image_file.h"

#include <QDir>
#include <QTest>

#include <algorithm>

using namespace dh;

void writePairs(const CliFixture& cli)
{
    QByteArray list;
    for (int i = 0; i < kPairs; ++i) {
        const QString subset = i < 3 ? "HCOCO" : "HFlickr";
        const auto path = [&](const QString& folder, const QString& name) {
            QDir(cli.path({})).mkpath("data/" + subset + "/" + folder);
            return cli.filePath("data/" + subset + "/" + folder + "/" + name);
        };
        const QString id = QString("p%1").arg(i);
        const Mask mask = centreMask({kPairSize.width, kPairSize.height - i});
        const Image composite = patternImage(mask.size());
        ImageBuffer real(composite);
        for (int y = 0; y < mask.height(); ++y)
            for (int x = 0; x < mask.width() * 3; ++x)
                if (mask.row(y)[x / 3] != 0) // what the fake engine makes of it, but for a shift that grows
                    real.row<std::uint8_t>(y)[x] =
                        static_cast<std::uint8_t>(std::min(255, 255 - composite.row<std::uint8_t>(y)[x] + i));
        writeImageFile(path("composite_images", id + "_1_1.png"), composite);
        writeMaskFile(path("masks", id + "_1.png"), mask);
        writeImageFile(path("real_images", id + ".png"), std::move(real).finish());
        list += subset.toUtf8() + "/composite_images/" + id.toUtf8() + "_1_1.png\n";
    }
    cli.writeBytes("data/IHD_test.txt", list);
}

CliResult evaluatePairs(const CliFixture& cli, const QString& output, const QStringList& more)
{
    return cli.run(
        QStringList{"evaluate", "data", "--output", output, "--sizes", "256,512", "--seeds", "2", "--identity"} + more);
}

void compareReports(const CliFixture& cli, const QString& folder)
{
    for (const auto& name : QStringList{"items.csv", "report.html", "report.json", "report.md", "tables.csv"}) {
        const QByteArray expected = cli.readBytes("whole/" + name);
        QVERIFY(!expected.isEmpty());
        QVERIFY2(cli.readBytes(folder + "/" + name) == expected, qPrintable(folder + "/" + name));
    }
}

QJsonArray rowsOf(const QJsonObject& report, const QString& table)
{
    for (const auto& entry : report["tables"].toArray()) {
        if (entry.toObject()["id"].toString() == table)
            return entry.toObject()["rows"].toArray();
    }
    return {};
}

QJsonArray valuesOf(const QJsonObject& report, const QString& table, const QString& label)
{
    for (const auto& row : rowsOf(report, table)) {
        if (row.toObject()["label"].toString() == label && !row.toObject()["published"].toBool())
            return row.toObject()["values"].toArray();
    }
    return {};
}
