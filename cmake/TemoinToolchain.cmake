# Compiler habits shared by every target: warnings are errors, one include root, optional
# sanitizers. Nothing here knows a target's name.

find_program(TEMOIN_CCACHE ccache)
if(TEMOIN_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TEMOIN_CCACHE}")
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
endif()

if(TEMOIN_SANITIZE)
  add_compile_options(-fsanitize=${TEMOIN_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TEMOIN_SANITIZE})
endif()
if(TEMOIN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# temoin_library(name DEPS target...): a static library of the .cc files beside its CMakeLists.txt.
function(temoin_library name)
  cmake_parse_arguments(ARG "" "" "DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cc")
  if(NOT sources)
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE temoin_flags)
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
endfunction()
