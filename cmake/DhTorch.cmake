# Torch's own package file names MKL and CUDA pieces that a distribution's build doesn't have; it is still the one place
# that knows its flags and the ABI.
if(NOT TARGET dh_torch)
    find_package(Torch REQUIRED)
    # Of all libraries, or those that don't know Torch wouldn't link with those that do.
    if(TORCH_CXX_FLAGS MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
        add_compile_definitions(_GLIBCXX_USE_CXX11_ABI=0)
    endif()
    add_library(dh_torch INTERFACE)
    target_link_libraries(dh_torch INTERFACE ${TORCH_LIBRARIES})
    # As system headers, so that our warnings stay ours.
    target_include_directories(dh_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
    separate_arguments(dh_torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
    target_compile_options(dh_torch INTERFACE ${dh_torch_flags})
    # Without OpenMP's flag ATen's headers turn at::parallel_for into a plain loop, without a word. The thread
    # sanitizer doesn't know how GNU's OpenMP waits and would report every loop.
    if(DH_WITH_OPENMP AND NOT DH_SANITIZE MATCHES "thread")
        find_package(OpenMP REQUIRED COMPONENTS CXX)
        target_link_libraries(dh_torch INTERFACE OpenMP::OpenMP_CXX)
    endif()
    if(DH_WITH_ONEDNN)
        find_path(DH_DNNL_INCLUDE dnnl.h)
        find_library(DH_DNNL_LIBRARY dnnl)
        if(DH_DNNL_INCLUDE AND DH_DNNL_LIBRARY)
            add_library(dh_dnnl INTERFACE)
            target_include_directories(dh_dnnl SYSTEM INTERFACE ${DH_DNNL_INCLUDE})
            target_link_libraries(dh_dnnl INTERFACE ${DH_DNNL_LIBRARY})
            # Known to all that include torch_compat.h, so that they agree on what it decides.
            target_compile_definitions(dh_torch INTERFACE DH_HAVE_DNNL=1)
        else()
            message(STATUS "oneDNN's headers were not found: matrix products go through LibTorch's BLAS")
        endif()
    endif()
endif()
