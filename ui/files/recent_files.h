#pragma once

#include <QObject>
#include <QStringList>

#include <filesystem>

class QMenu;

namespace dh
{

class Notices;
class Settings;

/// The files that were opened or saved last, kept in the settings, and their menu. GUI thread.
class RecentFiles : public QObject
{
    Q_OBJECT
public:
    RecentFiles(Settings& settings, Notices& notices, QObject* parent = nullptr);

    /// Puts `file` first.
    void add(const std::filesystem::path& file);
    void clear();
    /// Newest first, absolute paths.
    [[nodiscard]] QStringList files() const;
    /// Fills `menu` with them each time it opens.
    void attachTo(QMenu& menu);
    static constexpr int kMost = 10;

Q_SIGNALS:
    /// The user chose one; it exists.
    void chosen(const QString& file);

private:
    void fill(QMenu& menu);
    void choose(const QString& file);
    void store(const QStringList& files);

    Settings& m_settings;
    Notices& m_notices;
};

} // namespace dh
