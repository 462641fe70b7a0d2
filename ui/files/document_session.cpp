#include "ui/files/document_session.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

namespace dh
{

namespace
{

constexpr QLatin1String kSelected("selectedLayer");
constexpr QLatin1String kExif("exif");
constexpr QLatin1String kXmp("xmp");
constexpr QLatin1String kDpiX("dotsPerInchX");
constexpr QLatin1String kDpiY("dotsPerInchY");
constexpr QLatin1String kText("text");

QString base64(const std::vector<std::byte>& bytes)
{
    return QString::fromLatin1(
        QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())).toBase64());
}

std::vector<std::byte> bytesOf(const QJsonValue& value)
{
    const QByteArray bytes = QByteArray::fromBase64(value.toString().toLatin1());
    const auto* begin = reinterpret_cast<const std::byte*>(bytes.constData());
    return {begin, begin + bytes.size()};
}

} // namespace

void DocumentSession::clear()
{
    background = {};
    backgroundSource.clear();
}

ProjectExtras DocumentSession::extras(LayerId selected) const
{
    QJsonObject text;
    for (const auto& [key, value] : background.text)
        text[QString::fromStdString(key)] = QString::fromStdString(value);
    // As text: a JSON number doesn't hold every id.
    QJsonObject state{{kSelected, QString::number(selected)}, {kExif, base64(background.exif)},
                      {kXmp, base64(background.xmp)},         {kDpiX, background.dotsPerInchX},
                      {kDpiY, background.dotsPerInchY},       {kText, text}};
    ProjectExtras extras;
    extras.viewState = QJsonDocument(state).toJson(QJsonDocument::Compact).toStdString();
    extras.runSettings = collectRunSettings ? collectRunSettings() : std::string();
    extras.backgroundSource = backgroundSource;
    return extras;
}

LayerId DocumentSession::restore(const ProjectExtras& extras)
{
    clear();
    backgroundSource = extras.backgroundSource;
    const QJsonObject state = QJsonDocument::fromJson(QByteArray::fromStdString(extras.viewState)).object();
    background.exif = bytesOf(state[kExif]);
    background.xmp = bytesOf(state[kXmp]);
    background.dotsPerInchX = state[kDpiX].toDouble();
    background.dotsPerInchY = state[kDpiY].toDouble();
    const QJsonObject text = state[kText].toObject();
    for (auto entry = text.begin(); entry != text.end(); ++entry)
        background.text[entry.key().toStdString()] = entry.value().toString().toStdString();
    if (applyRunSettings && !extras.runSettings.empty())
        applyRunSettings(extras.runSettings);
    return state[kSelected].toString().toULongLong();
}

} // namespace dh
