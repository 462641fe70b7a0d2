#define DH_KERNEL_TABLE kAvx512Table
#define DH_KERNEL_NAME "avx512"
#include "core/nn/kernels_impl.h"
