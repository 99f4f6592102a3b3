# Compiler habits shared by every target: warnings are errors, one include root, optional
# sanitizers. Nothing here knows a target's name.

# Most of the time of a compilation goes into reading the same few headers. The presets that build
# everything at once read them precompiled; `dev` and `tidy` do not, so that a missing include
# shows.
option(TEMOIN_PCH "Precompile the headers that nearly every file includes" OFF)

find_program(TEMOIN_CCACHE ccache)
if(TEMOIN_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros "${TEMOIN_CCACHE}")
endif()

# mold and lld link in a fraction of the time of the default linker; either is optional.
find_program(TEMOIN_MOLD mold)
if(TEMOIN_MOLD AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=mold)
endif()

add_library(temoin_flags INTERFACE)
target_compile_options(temoin_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual
  -Wconversion -Wno-sign-conversion -Wunused -Woverloaded-virtual -Werror
  -fstack-protector-strong)
target_include_directories(temoin_flags INTERFACE "${PROJECT_SOURCE_DIR}")
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(temoin_flags INTERFACE _FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now)
  # Control-flow enforcement, where the processor knows it.
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(temoin_flags INTERFACE -fcf-protection=full)
  endif()
endif()

# Optimizing the tests themselves would take longer than running them as they are.
add_library(temoin_test_flags INTERFACE)
target_compile_options(temoin_test_flags INTERFACE -O0 -U_FORTIFY_SOURCE)
# What a file of tests keeps to itself stands in `namespace TEMOIN_TEST_FILE`: without a name where
# the file is compiled alone, with one of its own where it is compiled with others.
target_compile_definitions(temoin_test_flags INTERFACE TEMOIN_TEST_FILE=)

if(TEMOIN_SANITIZE)
  add_compile_options(-fsanitize=${TEMOIN_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TEMOIN_SANITIZE})
  if(TEMOIN_SANITIZE MATCHES "undefined")
    # Two checks of UBSan are left out, for they double the time of a compilation. The use of a null
    # pointer is a fault that AddressSanitizer reports as well; vptr looks at addresses through a
    # pipe and blames good objects when no descriptor is left, which a test brings about on purpose.
    add_compile_options(-fno-sanitize=null,vptr)
    add_link_options(-fno-sanitize=vptr)
    if(NOT TEMOIN_FUZZ)
      # The integration tests start the program some thousand times, and what UBSan would say of
      # each place that it looks at is most of a start: it traps there, and AddressSanitizer names
      # the line. A program that stands at one address has nothing to relocate.
      set(loaded $<IN_LIST:$<TARGET_PROPERTY:TYPE>,SHARED_LIBRARY$<SEMICOLON>MODULE_LIBRARY>)
      add_compile_options(-fsanitize-undefined-trap-on-error $<$<NOT:${loaded}>:-fno-pie>)
      add_link_options(-fsanitize-undefined-trap-on-error $<$<NOT:${loaded}>:-no-pie>)
    endif()
    # UBSan looks at the program. Of the tests, which are larger, it would only look at what they
    # expect, and double their time, too.
    target_compile_options(temoin_test_flags INTERFACE -fno-sanitize=undefined)
  endif()
endif()
if(TEMOIN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# temoin_precompile(target [TEST]): reads the shared precompiled header, or that of the tests. All
# targets share their flags, and what they define besides does not occur in it.
function(temoin_precompile target)
  cmake_parse_arguments(ARG "TEST" "" "" ${ARGN})
  if(NOT TEMOIN_PCH)
    return()
  endif()
  set(pch temoin_pch)
  set(headers <algorithm> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <mutex>
      <optional> <set> <span> <string> <string_view> <thread> <variant> <vector> <fmt/format.h>
      <nlohmann/json.hpp>)
  set(libraries temoin_flags nlohmann_json::nlohmann_json fmt::fmt)
  if(ARG_TEST)
    set(pch temoin_test_pch)
    list(APPEND headers <gmock/gmock.h> <gtest/gtest.h> <rapidcheck.h>)
    list(APPEND libraries temoin_test_flags GTest::gmock rapidcheck)
  endif()
  if(NOT TARGET ${pch})
    file(WRITE "${PROJECT_BINARY_DIR}/${pch}.cc" "")
    add_library(${pch} OBJECT "${PROJECT_BINARY_DIR}/${pch}.cc")
    target_link_libraries(${pch} PRIVATE ${libraries})
    target_precompile_headers(${pch} PRIVATE ${headers})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${pch})
endfunction()

# Several sources read as one instantiate the same templates once, which is what makes a build from
# nothing quick. Like the precompiled headers it hides a missing include.
set(TEMOIN_UNITY 0 CACHE STRING "How many sources of a target are compiled together; 0: each alone")

function(temoin_unite target)
  if(TEMOIN_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON
                          UNITY_BUILD_BATCH_SIZE ${TEMOIN_UNITY}
                          UNITY_BUILD_UNIQUE_ID TEMOIN_TEST_FILE)
    # A class private to a source then looks as if it stood in a header.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()

# temoin_library(name DEPS target...): a static library of the .cc files beside its CMakeLists.txt.
function(temoin_library name)
  cmake_parse_arguments(ARG "" "" "DEPS;FOLDERS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cc")
  foreach(folder IN LISTS ARG_FOLDERS)
    file(GLOB more CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cc")
    list(APPEND sources ${more})
  endforeach()
  if(NOT sources)
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE temoin_flags)
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  temoin_precompile(${name})
  temoin_unite(${name})
endfunction()
