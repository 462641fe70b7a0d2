#define DH_KERNEL_TABLE kGenericTable
#define DH_KERNEL_NAME "generic"
#include "core/nn/kernels_impl.h"
