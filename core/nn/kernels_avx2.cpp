#define DH_KERNEL_TABLE kAvx2Table
#define DH_KERNEL_NAME "avx2"
#include "core/nn/kernels_impl.h"
