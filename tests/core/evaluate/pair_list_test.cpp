#include "core/base/error.h"
#include "core/evaluate/pair_list.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace dh;

namespace
{

void writeFile(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("can't write %s", qPrintable(path));
}

} // namespace

/// Lists, tables and folders of what to evaluate.
class PairListTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesFollowTheLayout_data();
    void namesFollowTheLayout();
    void listsAreRead_data();
    void listsAreRead();
    void badListsNameTheLine();
    void hugeListsAreRefused_data();
    void hugeListsAreRefused();
    void foldersAreScanned();
    void picturesAreKnownByName();
};

void PairListTest::namesFollowTheLayout_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("mask");
    QTest::addColumn<QString>("real");
    QTest::newRow("HCOCO") << "c1000_1003_1"
                           << "masks/c1000_1003.png"
                           << "real_images/c1000.jpg";
    QTest::newRow("underscore in the id") << "d1_2011_7_3"
                                          << "masks/d1_2011_7.png"
                                          << "real_images/d1_2011.jpg";
    QTest::newRow("point in the id") << "a.b_1_1"
                                     << "masks/a.b_1.png"
                                     << "real_images/a.b.jpg";
    QTest::newRow("no mask number") << "c1000_1"
                                    << ""
                                    << "";
    QTest::newRow("nothing before it") << "_1_1"
                                       << ""
                                       << "";
}

void PairListTest::namesFollowTheLayout()
{
    QFETCH(QString, name);
    QFETCH(QString, mask);
    QFETCH(QString, real);
    const auto pair = pairOfComposite("root/HSub/composite_images/" + name.toStdString() + ".jpg", "n");
    QCOMPARE(pair.subset, std::string("HSub"));
    QCOMPARE(pair.problem.empty(), !mask.isEmpty());
    QCOMPARE(pairOfComposite("/data/HSub/./composite_images/" + name.toStdString() + ".jpg", "n").subset,
             std::string("HSub"));
    if (mask.isEmpty())
        return;
    QCOMPARE(QString::fromStdString(pair.mask.string()), "root/HSub/" + mask);
    QCOMPARE(QString::fromStdString(pair.real.string()), "root/HSub/" + real);
}

void PairListTest::listsAreRead_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("list") << "l.txt" << QByteArray("S/composite_images/a_1_1.jpg\r\n\nS/composite_images/b_2_1.jpg\n");
    QTest::newRow("list with blanks") << "l.TXT"
                                      << QByteArray(
                                             "./S/composite_images/a_1_1.jpg \nS/composite_images/b_2_1.jpg\t \n \n");
    QTest::newRow("list with a byte order mark")
        << "l.txt" << QByteArray("\xEF\xBB\xBFS/composite_images/a_1_1.jpg\nS/composite_images/b_2_1.jpg");
    QTest::newRow("jsonl") << "l.jsonl"
                           << QByteArray("{\"file_name\": \"S/composite_images/a_1_1.jpg\", \"text\": \"\"}\n"
                                         "{\"file_name\": \"S/composite_images/b_2_1.jpg\"}");
    QTest::newRow("table") << "l.csv"
                           << QByteArray("S/composite_images/a_1_1.jpg,S/masks/a_1.png,S/real_images/a.jpg,S\n"
                                         "\"S/composite_images/b_2_1.jpg\",S/masks/b_2.png,S/real_images/b.jpg,S\n");
    QTest::newRow("table of a spreadsheet")
        << "l.CSV"
        << QByteArray("\xEF\xBB\xBF"
                      "composite;mask;real;subset\r\n"
                      "S/composite_images/a_1_1.jpg;S/masks/a_1.png;S/real_images/a.jpg;S\r\n"
                      ";;;\r\n"
                      "S/composite_images/b_2_1.jpg;S/masks/b_2.png;\"S/real_images/b.jpg\";S\r\n;;;\r\n");
    QTest::newRow("table with tabs") << "l.csv"
                                     << QByteArray(
                                            "S/composite_images/a_1_1.jpg\tS/masks/a_1.png\tS/real_images/a.jpg\tS\n"
                                            "S/composite_images/b_2_1.jpg\tS/masks/b_2.png\tS/real_images/b.jpg\tS\n");
    QTest::newRow("columns by name") << "l.tsv"
                                     << QByteArray(
                                            "real\tsubset\tcomposite\tmask\n"
                                            "S/real_images/a.jpg\tS\tS/composite_images/a_1_1.jpg\tS/masks/a_1.png\n"
                                            "S/real_images/b.jpg\tS\tS/composite_images/b_2_1.jpg\tS/masks/b_2.png\n");
}

void PairListTest::listsAreRead()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, text);
    const QTemporaryDir folder;
    writeFile(folder.filePath(file), text);
    const auto pairs = readPairList(folder.filePath(file).toStdString());
    QCOMPARE(pairs.size(), std::size_t{2});
    QCOMPARE(pairs[0].composite.filename().string(), std::string("a_1_1.jpg"));
    QCOMPARE(pairs[1].subset, std::string("S"));
    QCOMPARE(QString::fromStdString(pairs[1].mask.string()), folder.filePath("S/masks/b_2.png"));
    QCOMPARE(QString::fromStdString(pairs[1].real.string()), folder.filePath("S/real_images/b.jpg"));
}

void PairListTest::badListsNameTheLine()
{
    const QTemporaryDir folder;
    const auto problemOf = [&](const QString& name, const QByteArray& text) {
        writeFile(folder.filePath(name), text);
        try {
            (void)readPairList(folder.filePath(name).toStdString());
        } catch (const Error& error) {
            return QString::fromStdString(error.detail());
        }
        return QString("none");
    };
    QVERIFY(problemOf("a.jsonl", "{\"file_name\": \"x_1_1.jpg\"}\n{\"file\": 3}\n").startsWith("line 2"));
    QVERIFY(problemOf("b.csv", "c.png,m.png,r.png\n\nc.png,m.png\n").startsWith("line 3"));
    QVERIFY(problemOf("d.csv", "c.png,m.png\n").startsWith("line 1"));
    QVERIFY(problemOf("c.png", "").contains(".jsonl"));
}

void PairListTest::hugeListsAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("list") << "huge.txt";
    QTest::newRow("table") << "huge.csv";
}

void PairListTest::hugeListsAreRefused()
{
    QFETCH(QString, name);
    constexpr qint64 kTooMuch = (qint64{64} << 20) + 1;
    const QTemporaryDir folder;
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(kTooMuch));
    try {
        (void)readPairList(folder.filePath(name).toStdString());
        QFAIL("it was read");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::InvalidArgument);
        QCOMPARE(QString::fromStdString(error.subject()), folder.filePath(name));
        QVERIFY2(QString::fromStdString(error.detail()).contains("larger than 64 MB"), error.detail().c_str());
    }
}

void PairListTest::foldersAreScanned()
{
    const QTemporaryDir folder;
    for (const char* name : {"B/composite_images/b_1_1.png", "A/composite_images/z_1_2.jpg",
                             "A/composite_images/a_1_1.jpg", "A/masks/a_1.jpg", "A/real_images/a.png"})
        writeFile(folder.filePath(name), "x");
    // What systems leave, a folder that can't be looked into, and a link to nothing.
    for (const char* name :
         {"A/composite_images/Thumbs.db", "A/composite_images/.DS_Store", "A/composite_images/._a_1_1.jpg"})
        writeFile(folder.filePath(name), "x");
    QVERIFY(QFile::link("loop", folder.filePath("loop")));
    QVERIFY(QFile::link("nowhere.jpg", folder.filePath("A/composite_images/c_1_1.jpg")));
    const auto pairs = readPairList(folder.path().toStdString());
    QCOMPARE(pairs.size(), std::size_t{3});
    QCOMPARE(pairs[0].name, std::string("A/composite_images/a_1_1.jpg"));
    QCOMPARE(pairs[0].mask.extension().string(), std::string(".jpg"));
    QCOMPARE(pairs[0].real.extension().string(), std::string(".png"));
    QCOMPARE(pairs[2].subset, std::string("B"));
    const auto alone = readPairList(folder.filePath("B").toStdString());
    QCOMPARE(alone.size(), std::size_t{1});
    QCOMPARE(alone[0].subset, std::string("B"));
}

void PairListTest::picturesAreKnownByName()
{
    for (const char* name : {"a.png", "folder/a.JPG", "a.tiff", "a.bmp", "a.b.webp"})
        QVERIFY2(isPictureName(name), name);
    for (const char* name : {"a", "a.txt", ".a.png", "folder/.png", ".png", ""})
        QVERIFY2(!isPictureName(name), name);
    const EvaluationPair pair = pairOfComposite("S/composite_images/a_1_1.png", "a");
    const QTemporaryDir folder;
    writeFile(folder.filePath("a_1_1.bmp"), "x");
    QCOMPARE(finishedPicture(folder.path().toStdString(), pair).filename().string(), std::string("a_1_1.bmp"));
}

QTEST_APPLESS_MAIN(PairListTest)
#include "pair_list_test.moc"
