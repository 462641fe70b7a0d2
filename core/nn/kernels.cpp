#include "core/nn/kernels.h"

#include "core/base/system.h"

#include <string_view>

namespace dh::kernels
{

extern const Table kGenericTable;
#ifdef DH_X86_KERNELS
extern const Table kAvx2Table;
extern const Table kAvx512Table;
#endif

const Table* tableByName(const char* name)
{
    const std::string_view wanted(name);
#ifdef DH_X86_KERNELS
    if (wanted == "avx512")
        return vectorInstructions() >= VectorInstructions::Avx512 ? &kAvx512Table : nullptr;
    if (wanted == "avx2")
        return vectorInstructions() >= VectorInstructions::Avx2 ? &kAvx2Table : nullptr;
#endif
    return wanted == "generic" ? &kGenericTable : nullptr;
}

const Table& table()
{
    static const Table& chosen = []() -> const Table& {
        if (const char* wanted = environmentVariable("DH_KERNELS")) {
            if (const Table* named = tableByName(wanted))
                return *named;
        }
        for (const char* name : {"avx512", "avx2"}) {
            if (const Table* fast = tableByName(name))
                return *fast;
        }
        return kGenericTable;
    }();
    return chosen;
}

} // namespace dh::kernels
