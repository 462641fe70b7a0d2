#include "source_rules.h"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace dh::architecture;

namespace
{

/// Every C++ file below core, ui and app.
std::vector<SourceFile> projectFiles()
{
    namespace fs = std::filesystem;
    const fs::path root = DH_SOURCE_DIR;
    std::vector<SourceFile> files;
    for (const char* top : {"core", "ui", "app"}) {
        if (!fs::is_directory(root / top))
            continue;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / top)) {
            const std::string extension = entry.path().extension();
            if (extension != ".h" && extension != ".hpp" && extension != ".cpp")
                continue;
            std::ostringstream text;
            text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            files.push_back({entry.path().lexically_relative(root).generic_string(), text.str()});
        }
    }
    return files;
}

QByteArray rulesBrokenBy(const SourceFile& file)
{
    QByteArrayList rules;
    for (const Violation& violation : violationsOf(file))
        rules.append(QByteArray::fromStdString(violation.rule));
    return rules.join(' ');
}

} // namespace

class ArchitectureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProjectKeepsItsRules();
    void snippet_data();
    void snippet();
    void longFileIsRefused_data();
    void longFileIsRefused();
    void commentsAreRemoved_data();
    void commentsAreRemoved();
    void violationNamesFileAndLine();
};

void ArchitectureTest::theProjectKeepsItsRules()
{
    const std::vector<SourceFile> files = projectFiles();
    // A wrong root would make this test pass without looking at anything.
    QVERIFY(std::any_of(files.begin(), files.end(), [](const auto& file) { return file.path == "core/base/error.h"; }));
    std::string broken;
    for (const SourceFile& file : files) {
        for (const Violation& violation : violationsOf(file))
            broken += "\n" + violation.message;
    }
    QVERIFY2(broken.empty(), broken.c_str());
}

void ArchitectureTest::snippet_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("broken");

    const QString head = "#pragma once\n/// What it is for.\n";
    const auto add = [&](const char* name, const char* path, const QString& text, const char* broken) {
        QTest::newRow(name) << QString(path) << (QString(path).endsWith(".h") ? head + text : text)
                            << QByteArray(broken);
    };

    add("lower level", "core/imaging/a.cpp", "#include \"core/base/error.h\"\n", "");
    add("same folder", "core/nn/a.cpp", "#include \"core/nn/unet.h\"\n", "");
    add("ui uses the engine's interface", "ui/jobs/a.cpp", "#include \"core/harmonize/harmonizer.h\"\n", "");
    add("parts of ui know each other", "ui/canvas/a.cpp", "#include \"ui/tools/tool.h\"\n", "");
    add("program uses ui", "app/studio/main.cpp", "#include \"ui/main_window/main_window.h\"\n", "");
    add("higher level", "core/base/a.cpp", "#include \"core/imaging/image.h\"\n", "levels");
    add("other folder of the level", "core/imaging/a.cpp", "#include \"core/weights/dtype.h\"\n", "levels");
    add("networks and pictures", "core/nn/a.cpp", "#include \"core/imaging/image.h\"\n", "levels");
    add("noise and pictures", "core/diffusion/a.cpp", "#include \"core/imaging/image.h\"\n", "levels");
    add("training and pictures", "core/train/a.cpp", "#include \"core/imaging/image.h\"\n", "levels");
    add("core uses ui", "core/document/a.cpp", "#include \"ui/canvas/canvas.h\"\n", "levels");
    add("command line uses ui", "app/cli/a.cpp", "#include \"ui/canvas/canvas.h\"\n", "levels");
    add("command line uses Qt's document", "app/cli/a.cpp", "#include \"core/document/document.h\"\n", "levels");
    add("unknown folder included", "core/nn/a.cpp", "#include \"core/misc/a.h\"\n", "levels");
    add("unknown folder", "core/misc/a.cpp", "int a;\n", "levels");
    add("name that only starts alike", "core/basement/a.cpp", "int a;\n", "levels");
    add("include upwards", "core/nn/a.cpp", "#include \"../base/error.h\"\n", "levels");
    add("include in a comment", "core/base/a.cpp", "// #include \"core/nn/unet.h\"\n", "");

    add("Torch in a network", "core/nn/a.h", "#include <torch/torch.h>\ntorch::Tensor f();\n", "");
    add("Torch in the pipeline", "core/harmonize/engine/a.cpp", "torch::Tensor f();\n", "");
    add("Torch in the engine's interface", "core/harmonize/a.h", "torch::Tensor f();\n", "torch");
    add("Torch beside the engine's interface", "core/harmonize/a.cpp", "torch::Tensor f();\n", "torch");
    add("the engine uses the interface", "core/harmonize/engine/a.cpp", "#include \"core/harmonize/harmonizer.h\"\n",
        "");
    add("a program includes the engine", "app/studio/a.cpp", "#include \"core/harmonize/engine/a.h\"\n", "levels");
    add("Torch header in weights", "core/weights/a.cpp", "#include <ATen/ATen.h>\n", "torch");
    add("Torch in ui", "ui/jobs/a.cpp", "void f(const at::Tensor&);\n", "torch");
    add("Torch in a comment", "ui/jobs/a.cpp", "/* no torch:: here */ int a;\n", "");
    add("name that ends alike", "ui/jobs/a.cpp", "int a = format::b;\n", "");

    add("OpenCV in a .cpp", "core/imaging/a.cpp", "#include <opencv2/core.hpp>\ncv::Mat m;\n", "");
    add("OpenCV in a header", "core/imaging/a.h", "#include <opencv2/core.hpp>\n", "opencv");
    add("cv:: in a header", "core/imaging/a.h", "namespace cv { class Mat; }\nvoid f(const cv::Mat&);\n", "opencv");
    add("OpenCV in a network", "core/nn/a.cpp", "cv::Mat m;\n", "opencv");
    add("OpenCV in ui", "ui/canvas/a.cpp", "cv::Mat m;\n", "opencv");

    add("Qt in the document", "core/document/a.h", "#include <QObject>\n#include <QUndoStack>\n", "");
    add("Qt in core", "core/imaging/a.cpp", "#include <QImage>\n", "qt");
    add("Qt in the command line", "app/cli/a.cpp", "#include <QtCore/QString>\n", "qt");
    add("widgets in ui", "ui/panels/a.h", "#include <QDockWidget>\n", "");
    add("widgets in the document", "core/document/a.cpp", "#include <QMessageBox>\n", "widgets");
    add("widgets' module in the document", "core/document/a.cpp", "#include <QtWidgets/QLabel>\n", "widgets");
    add("plot in charts", "ui/charts/a.cpp", "#include <qcustomplot.h>\n", "");
    add("plot in panels", "ui/panels/a.cpp", "#include \"qcustomplot.h\"\n", "qcustomplot");

    add("left-over", "core/base/a.cpp", QStringLiteral("// TO") + "DO: later\n", "leftover");
    add("word that contains it", "core/base/a.cpp", "int autodone;\n", "");
    QTest::newRow("no pragma") << "core/base/a.h"
                               << "/// What it is for.\nint f();\n"
                               << QByteArray("pragma");
    QTest::newRow("pragma in a comment") << "ui/jobs/a.h"
                                         << "// #pragma once\n"
                                         << QByteArray("pragma");
    QTest::newRow("undocumented") << "core/base/a.h"
                                  << "#pragma once\nint f();\n"
                                  << QByteArray("documented");
    QTest::newRow("two at once") << "core/base/a.h"
                                 << "int f();\n"
                                 << QByteArray("pragma documented");
}

void ArchitectureTest::snippet()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(QByteArray, broken);
    QCOMPARE(rulesBrokenBy({path.toStdString(), text.toStdString()}), broken);
}

void ArchitectureTest::longFileIsRefused_data()
{
    QTest::addColumn<int>("lines");
    QTest::addColumn<QByteArray>("broken");
    QTest::newRow("at the limit") << 500 << QByteArray();
    QTest::newRow("one more") << 501 << QByteArray("length");
}

void ArchitectureTest::longFileIsRefused()
{
    QFETCH(int, lines);
    QFETCH(QByteArray, broken);
    std::string text;
    for (int i = 0; i < lines; ++i)
        text += "int a" + std::to_string(i) + ";\n";
    QCOMPARE(rulesBrokenBy({"core/base/a.cpp", text}), broken);
}

void ArchitectureTest::commentsAreRemoved_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("line") << "a; // b\nc;"
                          << "a;     \nc;";
    QTest::newRow("block over lines") << "a /* b\nc */ d"
                                      << "a     \n     d";
    QTest::newRow("in a string") << "f(\"// x\");"
                                 << "f(\"// x\");";
    QTest::newRow("after an escaped quote") << "f(\"\\\"\"); // b"
                                            << "f(\"\\\"\");     ";
    QTest::newRow("in a raw string") << "R\"x(\" // )x\"; // b"
                                     << "R\"x(\" // )x\";     ";
    QTest::newRow("after a quote character") << "c = '\"'; // b"
                                             << "c = '\"';     ";
    QTest::newRow("after a digit separator") << "1'000; // b"
                                             << "1'000;     ";
    QTest::newRow("never closed") << "a /* b"
                                  << "a     ";
}

void ArchitectureTest::commentsAreRemoved()
{
    QFETCH(QString, text);
    QFETCH(QString, code);
    QCOMPARE(QString::fromStdString(withoutComments(text.toStdString())), code);
}

void ArchitectureTest::violationNamesFileAndLine()
{
    const std::vector<Violation> broken =
        violationsOf({"core/base/a.cpp", "int a;\n\n#include \"core/nn/unet.h\"\ntorch::Tensor b;\n"});
    QCOMPARE(broken.size(), std::size_t{2});
    QCOMPARE(QString::fromStdString(broken[0].message),
             QString("core/base/a.cpp:3: core/base must not include core/nn/unet.h"));
    QVERIFY(QString::fromStdString(broken[1].message).startsWith("core/base/a.cpp:4: "));
}

QTEST_APPLESS_MAIN(ArchitectureTest)
#include "architecture_test.moc"
