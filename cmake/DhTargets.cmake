# One static library per folder of core. Third parties are linked PRIVATE, so that an include
# which the architecture forbids does not compile.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
# Modules and resources are looked for where they lie to the program: a build folder can be moved, and so can what is
# installed. No path of this machine gets into a program.
include(GNUInstallDirs)
set(DH_MODULE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib/diffharmony")
file(RELATIVE_PATH DH_MODULES_FROM_PROGRAM "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}/diffharmony")
file(RELATIVE_PATH DH_RESOURCES_FROM_PROGRAM "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_DATADIR}/diffharmony")
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/share")
file(CREATE_LINK "${PROJECT_SOURCE_DIR}/resources" "${CMAKE_BINARY_DIR}/share/diffharmony" SYMBOLIC)
# A LibTorch outside of the system's folders is found again after the installation.
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

add_library(dh_options INTERFACE)
target_compile_options(dh_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                       $<$<BOOL:${DH_WERROR}>:-Werror>)
target_compile_definitions(dh_options INTERFACE DH_VERSION="${PROJECT_VERSION}")
if(DH_SANITIZE)
    target_compile_options(dh_options INTERFACE -fsanitize=${DH_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(dh_options INTERFACE -fsanitize=${DH_SANITIZE})
endif()

# dh_core_library(<name> SOURCES ... PUBLIC ... PRIVATE ...)
function(dh_core_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE dh_options ${ARG_PRIVATE})
endfunction()

# dh_test(<name> SOURCES ... LINK ... LABELS ... [TIMEOUT s]): a Qt Test program run by ctest.
function(dh_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS
        DH_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data" DH_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        DH_BINARY_DIR="${CMAKE_BINARY_DIR}")
    target_link_libraries(${name} PRIVATE dh_options Qt6::Test ${ARG_LINK})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
                         ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()

function(dh_install_resources)
    install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/diffharmony")
    install(DIRECTORY "${PROJECT_SOURCE_DIR}/resources/" DESTINATION "${CMAKE_INSTALL_DATADIR}/diffharmony"
            PATTERN "*.pov" EXCLUDE PATTERN "*.sh" EXCLUDE)
endfunction()

# dh_ui_library(<name> SOURCES ... PUBLIC ... PRIVATE ...): a library of widgets; headers with Q_OBJECT belong in SOURCES.
function(dh_ui_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    dh_core_library(${name} SOURCES ${ARG_SOURCES} PUBLIC Qt6::Widgets ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_compile_definitions(${name} PUBLIC QT_NO_KEYWORDS)
endfunction()
