#include "core/weights/dtype.h"

#include <array>

namespace dh
{

namespace
{

struct DTypeFacts {
    DType type;
    std::size_t size;
    const char* name;
};

// In the order of the enumeration, which the look-ups by type rely on.
constexpr std::array<DTypeFacts, 15> kFacts{{
    {DType::Bool, 1, "BOOL"},
    {DType::U8, 1, "U8"},
    {DType::I8, 1, "I8"},
    {DType::F8E4M3, 1, "F8_E4M3"},
    {DType::F8E5M2, 1, "F8_E5M2"},
    {DType::I16, 2, "I16"},
    {DType::U16, 2, "U16"},
    {DType::F16, 2, "F16"},
    {DType::BF16, 2, "BF16"},
    {DType::I32, 4, "I32"},
    {DType::U32, 4, "U32"},
    {DType::F32, 4, "F32"},
    {DType::F64, 8, "F64"},
    {DType::I64, 8, "I64"},
    {DType::U64, 8, "U64"},
}};

constexpr bool isInEnumOrder()
{
    for (std::size_t i = 0; i < kFacts.size(); ++i) {
        if (static_cast<std::size_t>(kFacts[i].type) != i)
            return false;
    }
    return true;
}
static_assert(isInEnumOrder());

} // namespace

std::size_t dtypeSize(DType type) noexcept
{
    return kFacts[static_cast<std::size_t>(type)].size;
}

const char* dtypeName(DType type) noexcept
{
    return kFacts[static_cast<std::size_t>(type)].name;
}

std::optional<DType> dtypeFromName(std::string_view name) noexcept
{
    for (const DTypeFacts& facts : kFacts) {
        if (name == facts.name)
            return facts.type;
    }
    return std::nullopt;
}

bool isWeightType(DType type) noexcept
{
    return type == DType::F16 || type == DType::BF16 || type == DType::F32 || type == DType::F64;
}

} // namespace dh
