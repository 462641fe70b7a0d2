#pragma once

#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <filesystem>

/// What a run of the program left.
struct CliResult {
    int exitCode = -1; ///< -1 when it crashed or didn't end
    QByteArray out;
    QByteArray err;

    /// The object on stdout; empty unless stdout is exactly one JSON object.
    [[nodiscard]] QJsonObject json() const;
    /// The code of the error that the object tells.
    [[nodiscard]] QString errorCode() const { return json()["error"].toObject()["code"].toString(); }
    /// How the run ended, as the object tells it.
    [[nodiscard]] QString outcome() const { return json()["outcome"].toString(); }
};

/// A folder of its own, a picture and a mask in it, and the program with the fake engine and trainer and the shipped
/// model.
class CliFixture
{
public:
    CliFixture();

    /// The absolute path of `name` in the folder.
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] std::filesystem::path filePath(const QString& name) const { return path(name).toStdString(); }
    /// All names in the folder, hidden ones too.
    [[nodiscard]] QStringList names() const;

    /// The program with its working folder and environment set, not yet started.
    void prepare(QProcess& process, const QStringList& arguments) const;
    [[nodiscard]] CliResult run(const QStringList& arguments) const;
    /// `harmonize` with composite.png, mask.png and out.png of the folder.
    [[nodiscard]] CliResult harmonize(const QStringList& more = {}) const;
    static QStringList harmonizeArguments(const QStringList& more = {});

    /// A variable of the program's environment, for the runs that follow; empty = unset.
    void setVariable(const QString& name, const QString& value);
    /// Lets the program find its engine as users do.
    void useRealEngine();
    /// A folder of links to the files of the shipped model; replace one by removing it first.
    void copyModel(const QString& name) const;
    void writeBytes(const QString& name, const QByteArray& bytes) const;
    [[nodiscard]] QByteArray readBytes(const QString& name) const;

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
};

/// A picture whose samples all differ from their neighbours' in a fixed way.
[[nodiscard]] dh::Image patternImage(dh::Size size, int channels = 3, dh::SampleType type = dh::SampleType::U8);

/// White in the middle: the half of each side, at least one pixel.
[[nodiscard]] dh::Mask centreMask(dh::Size size);
