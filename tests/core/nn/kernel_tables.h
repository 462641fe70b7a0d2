#pragma once

#include "core/nn/kernels.h"

#include <QTest>

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace dh::test
{

/// A row for each table of kernels, those that this processor can't run included.
inline void addKernelTables()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"generic", "avx2", "avx512"})
        QTest::newRow(name) << name;
}

/// Of the row; null where the processor lacks the instructions.
inline const kernels::Table* currentKernelTable()
{
    QFETCH(QString, name);
    return kernels::tableByName(name.toLatin1());
}

inline std::vector<float> randomValues(int count, float scale, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.0F, scale);
    std::vector<float> values(static_cast<std::size_t>(count));
    std::ranges::generate(values, [&] { return normal(random); });
    return values;
}

} // namespace dh::test

#define REQUIRE_TABLE(table)                                                                                           \
    const dh::kernels::Table* const table = dh::test::currentKernelTable();                                            \
    if (!(table))                                                                                                      \
    QSKIP("this processor lacks the instructions")
