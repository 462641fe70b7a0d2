#include "translation_file.h"

#include <QFile>
#include <QXmlStreamReader>

namespace dh::translations
{

namespace
{

void readTranslation(QXmlStreamReader& xml, Message& message)
{
    message.isUnfinished = xml.attributes().hasAttribute(QLatin1String("type"));
    if (!message.isNumerus) {
        message.texts << xml.readElementText();
        return;
    }
    while (xml.readNextStartElement())
        message.texts << xml.readElementText();
}

Message readMessage(QXmlStreamReader& xml, const QString& context)
{
    Message message;
    message.context = context;
    message.isNumerus = xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes");
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source"))
            message.source = xml.readElementText();
        else if (xml.name() == QLatin1String("translation"))
            readTranslation(xml, message);
        else
            xml.skipCurrentElement();
    }
    return message;
}

void readContext(QXmlStreamReader& xml, QList<Message>& messages)
{
    QString context;
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            messages << readMessage(xml, context);
        else
            xml.skipCurrentElement();
    }
}

} // namespace

QList<Message> readTranslationFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    xml.readNextStartElement();
    while (xml.readNextStartElement())
        readContext(xml, messages);
    return xml.hasError() ? QList<Message>{} : messages;
}

} // namespace dh::translations
