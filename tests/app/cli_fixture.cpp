#include "tests/app/cli_fixture.h"

#include "core/imaging/image_file.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace
{

constexpr int kRunTimeout = 120'000; // milliseconds; far more than any run takes, even under a sanitizer
constexpr dh::Size kPictureSize{24, 16};

} // namespace

QJsonObject CliResult::json() const
{
    QJsonParseError error{};
    const QJsonObject object = QJsonDocument::fromJson(out, &error).object();
    return error.error == QJsonParseError::NoError ? object : QJsonObject();
}

CliFixture::CliFixture() : m_environment(QProcessEnvironment::systemEnvironment())
{
    dh::writeImageFile(filePath("composite.png"), patternImage(kPictureSize));
    dh::writeMaskFile(filePath("mask.png"), centreMask(kPictureSize));
    setVariable("DH_ENGINE", DH_FAKE_ENGINE);
    setVariable("DH_TRAINER", DH_FAKE_TRAINER);
    setVariable("DH_RESOURCES", DH_RESOURCE_FOLDER);
}

QStringList CliFixture::names() const
{
    return QDir(m_folder.path())
        .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

void CliFixture::prepare(QProcess& process, const QStringList& arguments) const
{
    process.setProgram(DH_PROGRAM);
    process.setArguments(arguments);
    process.setWorkingDirectory(m_folder.path());
    process.setProcessEnvironment(m_environment);
}

CliResult CliFixture::run(const QStringList& arguments) const
{
    QProcess process;
    prepare(process, arguments);
    process.start();
    const bool ended = process.waitForFinished(kRunTimeout) && process.exitStatus() == QProcess::NormalExit;
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList CliFixture::harmonizeArguments(const QStringList& more)
{
    return QStringList{"harmonize", "--composite", "composite.png", "--mask", "mask.png", "--output", "out.png"} + more;
}

CliResult CliFixture::harmonize(const QStringList& more) const
{
    return run(harmonizeArguments(more));
}

void CliFixture::setVariable(const QString& name, const QString& value)
{
    if (value.isEmpty())
        m_environment.remove(name);
    else
        m_environment.insert(name, value);
}

void CliFixture::useRealEngine()
{
    setVariable("DH_ENGINE", {});
}

void CliFixture::copyModel(const QString& name) const
{
    namespace fs = std::filesystem;
    const fs::path model = DH_RESOURCE_FOLDER "/models/mini";
    fs::create_directory(filePath(name));
    for (const auto& entry : fs::recursive_directory_iterator(model)) {
        const fs::path copy = filePath(name) / entry.path().lexically_relative(model);
        if (entry.is_directory())
            fs::create_directory(copy);
        else
            fs::create_symlink(entry.path(), copy);
    }
}

void CliFixture::writeBytes(const QString& name, const QByteArray& bytes) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("can't write %s", qPrintable(name));
}

QByteArray CliFixture::readBytes(const QString& name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

dh::Image patternImage(dh::Size size, int channels, dh::SampleType type)
{
    constexpr int kStepX = 37;
    constexpr int kStepY = 101;
    constexpr int kStepChannel = 59;
    constexpr int kSpread16 = 257; // and an offset, so that 16 bits really are used
    dh::ImageBuffer buffer(size, channels, type);
    for (int y = 0; y < size.height; ++y) {
        for (int i = 0; i < size.width * channels; ++i) {
            const int value = ((i / channels) * kStepX + y * kStepY + (i % channels) * kStepChannel) % 256;
            if (type == dh::SampleType::U16)
                buffer.row<std::uint16_t>(y)[i] = static_cast<std::uint16_t>(value * kSpread16 ^ 1);
            else
                buffer.row<std::uint8_t>(y)[i] = static_cast<std::uint8_t>(value);
        }
    }
    return std::move(buffer).finish();
}

dh::Mask centreMask(dh::Size size)
{
    dh::Mask mask(size);
    const int height = std::max(1, size.height / 2);
    const int width = std::max(1, size.width / 2);
    for (int y = (size.height - height) / 2; y < (size.height - height) / 2 + height; ++y)
        std::fill_n(mask.writableRow(y) + (size.width - width) / 2, width, std::uint8_t{255});
    return mask;
}
