#pragma once

#include <QObject>

#include <functional>

namespace dh
{

class Document;

/// Calls `then` as soon as no edit is open, at once when none is: an edit of ours would cut the user's drag or stroke
/// in two. Not at all when `context` ends before. GUI thread.
/// @param document  outlives `context`
void afterOpenEdit(const Document& document, QObject& context, std::function<void()> then);

} // namespace dh
