#pragma once

#include "core/evaluate/pair_scorer.h"

#include <optional>
#include <string>

namespace dh
{

/// Why one picture could not be scored; the fields of an Error.
struct RecordedFailure {
    std::string code; ///< see errorCodeName
    std::string subject;
    std::string detail;
    friend bool operator==(const RecordedFailure&, const RecordedFailure&) = default;
};

/// What one system did to one picture: a line of a journal.
struct EvaluationRecord {
    int item = 0; ///< place in the list, from 0
    std::string name;
    std::string subset;
    std::string system; ///< EvaluatedSystem::key
    double foregroundRatio = 0.0;
    PairScore score;
    std::optional<RecordedFailure> failure; ///< then ratio and score say nothing
    std::string inputs;                     ///< EvaluationInputs::digest of its files; empty = not known
};

/// One line of JSON, without its end. Numbers keep every bit.
[[nodiscard]] std::string toLine(const EvaluationRecord& record);

/// The record that `line` holds; nothing when it is torn or no record.
[[nodiscard]] std::optional<EvaluationRecord> recordFromLine(const std::string& line);

} // namespace dh
