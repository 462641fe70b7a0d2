#include "ui/harmonize/run_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

struct RunWords {
    Q_DECLARE_TR_FUNCTIONS(dh::RunWords)
};

} // namespace

QString stageText(Stage stage)
{
    switch (stage) {
    case Stage::Load:
        return RunWords::tr("Loading the model");
    case Stage::Prepare:
        return RunWords::tr("Preparing the picture");
    case Stage::Encode:
        return RunWords::tr("Encoding");
    case Stage::Denoise:
        return RunWords::tr("Harmonizing");
    case Stage::Decode:
        return RunWords::tr("Decoding");
    case Stage::Refine:
        return RunWords::tr("Refining");
    case Stage::Transfer:
        return RunWords::tr("Carrying it to the full size");
    case Stage::Write:
        return RunWords::tr("Writing");
    }
    return {};
}

QString progressText(const Progress& progress)
{
    QString text = stageText(progress.stage);
    if (progress.steps > 1)
        text = RunWords::tr("%1, step %2 of %3").arg(text).arg(progress.step).arg(progress.steps);
    if (progress.secondsLeft)
        text = RunWords::tr("%1, about %2 left").arg(text, durationText(*progress.secondsLeft));
    return text;
}

QString durationText(double seconds)
{
    constexpr long kMinute = 60;
    constexpr double kShort = 10.0;
    const long whole = std::lround(seconds);
    if (seconds < kShort)
        return RunWords::tr("%1 s").arg(QLocale().toString(std::max(0.1, seconds), 'f', 1));
    if (whole < kMinute)
        return RunWords::tr("%1 s").arg(whole);
    return RunWords::tr("%1 min %2 s").arg(whole / kMinute).arg(whole % kMinute);
}

QString bytesText(std::uint64_t bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeTraditionalFormat);
}

QString settingsText(const HarmonizedResult& result)
{
    const auto setting = [&result](const char* name) {
        const auto found = result.settings.find(name);
        return found == result.settings.end() ? QString() : QString::fromStdString(found->second);
    };
    QStringList parts{RunWords::tr("Seed %1").arg(result.seed)};
    if (!setting("steps").isEmpty())
        parts << RunWords::tr("%n step(s)", nullptr, setting("steps").toInt());
    if (!setting("resolution").isEmpty())
        parts << RunWords::tr("%1 px").arg(setting("resolution"));
    if (!result.influence.isNull())
        parts << RunWords::tr("a part of the background");
    if (result.seconds > 0.0)
        parts << durationText(result.seconds);
    return parts.join(QStringLiteral(", "));
}

QString nameOf(const HarmonizedResult& result)
{
    return result.name.empty() ? RunWords::tr("Seed %1").arg(result.seed) : QString::fromStdString(result.name);
}

} // namespace dh
