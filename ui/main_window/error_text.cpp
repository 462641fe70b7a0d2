#include "ui/main_window/error_text.h"

#include "core/base/error.h"

#include <QCoreApplication>

namespace dh
{

namespace
{

struct ErrorWords {
    Q_DECLARE_TR_FUNCTIONS(dh::ErrorWords)
};

QString whatHappened(ErrorCode code, const QString& subject)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return ErrorWords::tr("The setting %1 can't be used").arg(subject);
    case ErrorCode::FileNotFound:
        return ErrorWords::tr("There is no file %1").arg(subject);
    case ErrorCode::FileUnreadable:
        return ErrorWords::tr("The file %1 can't be read").arg(subject);
    case ErrorCode::FileUnwritable:
        return ErrorWords::tr("The file %1 can't be written").arg(subject);
    case ErrorCode::DiskFull:
        return ErrorWords::tr("There is no space left on the disk to write %1").arg(subject);
    case ErrorCode::UnsupportedFormat:
        return ErrorWords::tr("The program doesn't know the format of %1").arg(subject);
    case ErrorCode::CorruptFile:
        return ErrorWords::tr("The file %1 is damaged").arg(subject);
    case ErrorCode::SizeMismatch:
        return ErrorWords::tr("The sizes don't fit: %1").arg(subject);
    case ErrorCode::EmptyMask:
        return subject.isEmpty() ? ErrorWords::tr("The mask selects nothing")
                                 : ErrorWords::tr("The mask of %1 selects nothing").arg(subject);
    case ErrorCode::ModelMissing:
        return ErrorWords::tr("There is no model at %1").arg(subject);
    case ErrorCode::ModelIncomplete:
        return ErrorWords::tr("The model is incomplete: %1").arg(subject);
    case ErrorCode::ModelInvalid:
        return ErrorWords::tr("The model can't be used because of %1").arg(subject);
    case ErrorCode::ModelNotFinite:
        return ErrorWords::tr("The model's numbers aren't finite in %1").arg(subject);
    case ErrorCode::OutOfMemory:
        return ErrorWords::tr("The memory isn't enough %1").arg(subject);
    case ErrorCode::DeviceUnavailable:
        return ErrorWords::tr("The device %1 isn't available").arg(subject);
    case ErrorCode::EngineUnavailable:
        return ErrorWords::tr("The engine can't be loaded %1").arg(subject);
    case ErrorCode::Internal:
        return ErrorWords::tr("Something unexpected went wrong %1").arg(subject);
    }
    return {};
}

QString whatToDo(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return ErrorWords::tr("Choose another value.");
    case ErrorCode::FileNotFound:
        return ErrorWords::tr("It may have been moved or renamed.");
    case ErrorCode::FileUnreadable:
        return ErrorWords::tr("Check that you may read it.");
    case ErrorCode::FileUnwritable:
        return ErrorWords::tr("Check that its folder exists and that you may write there, or choose another place.");
    case ErrorCode::DiskFull:
        return ErrorWords::tr("The old file is as it was. Free some space or choose another place.");
    case ErrorCode::UnsupportedFormat:
        return ErrorWords::tr("Pictures can be PNG, JPEG, TIFF, WebP or BMP. "
                              "A project of a newer version needs that version of the program.");
    case ErrorCode::CorruptFile:
        return ErrorWords::tr("Get an intact copy of it and try again.");
    case ErrorCode::SizeMismatch:
        return ErrorWords::tr("Both need the same width and height.");
    case ErrorCode::EmptyMask:
        return ErrorWords::tr("Paint over what shall be harmonized, and see that it lies inside the picture.");
    case ErrorCode::ModelMissing:
    case ErrorCode::ModelIncomplete:
    case ErrorCode::ModelInvalid:
    case ErrorCode::ModelNotFinite:
        return ErrorWords::tr("The page Models tells the state of every file; the built-in model always works.");
    case ErrorCode::OutOfMemory:
        return ErrorWords::tr("Close other programs, or choose a smaller size.");
    case ErrorCode::DeviceUnavailable:
        return ErrorWords::tr("Choose another device; the processor always works.");
    case ErrorCode::EngineUnavailable:
        return ErrorWords::tr("Install the program again. Everything but Harmonize works without it.");
    case ErrorCode::Internal:
        return ErrorWords::tr("Your picture is as it was. Please report what you did.");
    }
    return {};
}

} // namespace

QString errorText(const Error& error)
{
    const QString subject =
        error.subject().empty() ? QString() : ErrorWords::tr("“%1”").arg(QString::fromStdString(error.subject()));
    QString text = whatHappened(error.code(), subject).simplified();
    if (!error.detail().empty())
        text = ErrorWords::tr("%1: %2").arg(text, QString::fromStdString(error.detail()).trimmed());
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    //: What happened, then what to do about it, which brings its own full stop
    return ErrorWords::tr("%1. %2").arg(text, whatToDo(error.code()));
}

} // namespace dh
