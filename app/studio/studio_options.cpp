#include "app/studio/studio_options.h"

#include <QCommandLineOption>
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>

#include <cmath>

namespace dh
{

namespace
{

constexpr QLatin1String kProgram("diffharmony-studio");

struct OptionWords {
    Q_DECLARE_TR_FUNCTIONS(dh::StudioOptions)
};

std::optional<ThemeChoice> themeFrom(const QString& name)
{
    if (name == QLatin1String("light"))
        return ThemeChoice::Light;
    if (name == QLatin1String("dark"))
        return ThemeChoice::Dark;
    if (name == QLatin1String("system"))
        return ThemeChoice::System;
    return std::nullopt;
}

QSize sizeFrom(const QString& text)
{
    static const QRegularExpression kSize(QStringLiteral("^([0-9]{2,5})x([0-9]{2,5})$"));
    const auto match = kSize.match(text);
    return match.hasMatch() ? QSize(match.captured(1).toInt(), match.captured(2).toInt()) : QSize();
}

void readValues(const QCommandLineParser& parser, StudioOptions& options)
{
    options.files = parser.positionalArguments();
    options.settingsFile = parser.value(QStringLiteral("settings"));
    options.screenshot = parser.value(QStringLiteral("screenshot"));
    options.actions = parser.values(QStringLiteral("action"));
    options.scale = parser.value(QStringLiteral("scale"));
    const QString theme = parser.value(QStringLiteral("theme"));
    options.theme = themeFrom(theme);
    if (!theme.isEmpty() && !options.theme)
        options.mistake = OptionWords::tr("--theme is light, dark or system, not '%1'.").arg(theme);
    const QString size = parser.value(QStringLiteral("size"));
    options.size = sizeFrom(size);
    if (!size.isEmpty() && options.size.isEmpty())
        options.mistake = OptionWords::tr("--size is WIDTHxHEIGHT, for instance 1280x800, not '%1'.").arg(size);
    const double scale = options.scale.toDouble();
    if (!options.scale.isEmpty() && !(scale > 0.0 && std::isfinite(scale)))
        options.mistake = OptionWords::tr("--scale is a number above 0, not '%1'.").arg(options.scale);
}

/// Qt takes the program's name from the application, which doesn't exist yet.
QString helpText(const QCommandLineParser& parser)
{
    return parser.helpText().replace(QStringLiteral("<executable_name>"), kProgram);
}

} // namespace

StudioOptions parseStudioOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(OptionWords::tr("Makes a pasted foreground belong to its background."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("files"), OptionWords::tr("Pictures or a project to open"),
                                 QStringLiteral("[files...]"));
    const auto add = [&parser](const char* name, const QString& description, const char* value) {
        parser.addOption(QCommandLineOption(QLatin1String(name), description, QLatin1String(value)));
    };
    add("theme", OptionWords::tr("light, dark or system, for this time"), "theme");
    add("size", OptionWords::tr("Size of the window, for instance 1280x800"), "size");
    add("settings", OptionWords::tr("Settings file to use instead of the user's"), "file");
    add("screenshot", OptionWords::tr("Write a picture of the window and leave"), "file");
    add("scale", OptionWords::tr("Resolution of that picture: 1, 1.5, 2, ..."), "factor");
    add("action", OptionWords::tr("Command to trigger before that picture; may be repeated"), "id");

    StudioOptions options;
    if (!parser.parse(arguments))
        options.mistake = parser.errorText();
    else if (parser.isSet(help))
        options.answer = helpText(parser);
    else if (parser.isSet(version))
        options.answer = QString(kProgram) + QLatin1Char(' ') + QLatin1String(DH_VERSION) + QLatin1Char('\n');
    else
        readValues(parser, options);
    return options;
}

} // namespace dh
