#include "app/studio/studio.h"

#include "core/base/engine_environment.h"
#include "core/base/log.h"

#include <QApplication>

#include <cstdio>
#include <string>

int main(int argc, char** argv)
{
    QCoreApplication::setApplicationName(QStringLiteral("diffharmony-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DH_VERSION));
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    // Before the application, which needs a display.
    const dh::StudioOptions options = dh::parseStudioOptions(arguments);
    if (!options.mistake.isEmpty() || !options.answer.isEmpty()) {
        const QString text = options.mistake.isEmpty() ? options.answer : options.mistake + QLatin1Char('\n');
        std::fputs(qPrintable(text), options.mistake.isEmpty() ? stdout : stderr);
        return options.mistake.isEmpty() ? 0 : 2;
    }
    dh::prepareEngineEnvironment(argv); // help and complaints are not worth a second beginning
    if (!options.scale.isEmpty())
        qputenv("QT_SCALE_FACTOR", options.scale.toLatin1());

    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("DiffHarmony Studio"));
    QApplication::setDesktopFileName(QStringLiteral("studio.diffharmony.DiffHarmonyStudio"));
    dh::setLogHandler([](dh::LogLevel level, const std::string& message) {
        if (level == dh::LogLevel::Warning)
            qWarning("%s", message.c_str());
    });
    dh::Studio studio(options);
    studio.show();
    return QApplication::exec();
}
