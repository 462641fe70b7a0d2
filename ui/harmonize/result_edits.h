#pragma once

#include "core/scene/composition.h"

#include <QString>

#include <optional>
#include <vector>

namespace dh
{

class Document;

/// What can be done with kept results, each one step of the history. GUI thread.

/// Null when there is none.
[[nodiscard]] ResultPtr findResult(const Composition& composition, ResultId id);
/// The result in use on its layer, with what is set for it; null without one.
[[nodiscard]] const AppliedResult* appliedOn(const Composition& composition, LayerId layer);
/// Whether the result's layer is there and not locked.
[[nodiscard]] bool canApply(const Composition& composition, ResultId id);

/// Keeps a result, and uses it on its layer when asked to.
void addResult(Document& document, const QString& step, const ResultPtr& result, bool applies);
/// Uses a kept result on its layer instead of the present one.
void applyResult(Document& document, ResultId id);
/// The layer looks as it did before any run; the result stays in the list.
void removeAppliedResult(Document& document, LayerId layer);
/// Also takes them off their layers.
void deleteResults(Document& document, const std::vector<ResultId>& ids);
void renameResult(Document& document, ResultId id, const QString& name);
/// Stars all of them, or takes the stars away when all have one.
void toggleStars(Document& document, const std::vector<ResultId>& ids);

/// Whether the results can be averaged: at least two, of one layer and one place.
[[nodiscard]] bool areAlike(const std::vector<ResultPtr>& results);
/// The mean of several seeds, without id; takes a while at full size. Any thread. @pre areAlike()
/// @throws Error OutOfMemory
[[nodiscard]] HarmonizedResult meanResult(const std::vector<ResultPtr>& results);

} // namespace dh
