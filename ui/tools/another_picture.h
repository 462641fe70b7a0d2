#pragma once

#include "core/document/document.h"

#include <QUndoStack>

namespace dh
{

/// Whether Document::changed() told that another picture was opened: an empty history tells it from one that was
/// edited.
[[nodiscard]] inline bool isAnotherPicture(Document& document, const SceneChange& change)
{
    return (change.kinds & SceneChange::Canvas) != 0 && document.history().count() == 0;
}

} // namespace dh
