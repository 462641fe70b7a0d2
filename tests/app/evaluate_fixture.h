#pragma once

#include "tests/app/cli_fixture.h"

/// What the tests of `diffharmony evaluate` share: pairs to evaluate, and ways into a report.

constexpr int kPairs = 5;
constexpr dh::Size kPairSize{40, 30}; ///< of the first; each is a row lower than the one before

/// Writes kPairs pairs of two sub-sets in iHarmony4's layout, with their list, into the folder "data".
void writePairs(const CliFixture& cli);

/// Evaluates them with every kind of system.
[[nodiscard]] CliResult evaluatePairs(const CliFixture& cli, const QString& output, const QStringList& more = {});

/// Fails the test when a report in `folder` isn't that of the folder "whole", byte by byte.
void compareReports(const CliFixture& cli, const QString& folder);

/// The rows of a table of report.json.
[[nodiscard]] QJsonArray rowsOf(const QJsonObject& report, const QString& table);

/// The numbers of the row `label` that was measured here.
[[nodiscard]] QJsonArray valuesOf(const QJsonObject& report, const QString& table, const QString& label);
