#pragma once

#include <QString>

#include <cstdint>
#include <filesystem>
#include <functional>

class QWidget;

namespace dh
{

enum class UnsavedAnswer { Save, Discard, Cancel };

/// Questions about files. They open over `parent` and return at once; the answer comes to the function handed in, once.
/// GUI thread.

/// "Save the changes to “a.dhs”?"
void askUnsaved(QWidget& parent, const QString& name, std::function<void(UnsavedAnswer)> answered);

/// "“a.png” exists. Replace it?"
void askReplace(QWidget& parent, const std::filesystem::path& path, std::function<void(bool replace)> answered);

/// "“a.dhs” has changed since it was opened here. Replace it?"
void askReplaceChanged(QWidget& parent, const std::filesystem::path& path, std::function<void(bool replace)> answered);

/// "Discard “a.dhs”?", of work that is kept nowhere else.
void askDiscard(QWidget& parent, const QString& name, std::function<void(bool discard)> answered);

/// "“a.png” needs 5.2 GB, 3.1 GB are free: open it anyway?"
void askOpenLarge(QWidget& parent, const QString& name, std::uint64_t neededBytes, std::uint64_t freeBytes,
                  std::function<void(bool open)> answered);

} // namespace dh
