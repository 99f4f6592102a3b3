# Files inside the program, so that one binary is all there is to install.
#
# temoin_embed(target FUNCTION name ROOT dir [GENERATED] [PATTERNS glob...] [DEPENDS file...])
#   makes a static library whose function temoin::assets::<name>() returns every file under `dir`
#   that matches a pattern (default: all), as base/embedded.h describes. The folder is read when the
#   library is built, after DEPENDS. GENERATED says that it is the output of another build, so that
#   nothing is looked for in it beforehand; DEPENDS then names what that build makes last.
set(TEMOIN_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/EmbedAssetsScript.cmake")

function(temoin_embed target)
  cmake_parse_arguments(ARG "GENERATED" "FUNCTION;ROOT" "PATTERNS;DEPENDS" ${ARGN})
  if(NOT ARG_PATTERNS)
    set(ARG_PATTERNS "*")
  endif()
  set(known)
  if(NOT ARG_GENERATED)
    foreach(pattern IN LISTS ARG_PATTERNS)
      file(GLOB_RECURSE found CONFIGURE_DEPENDS "${ARG_ROOT}/${pattern}")
      list(APPEND known ${found})
    endforeach()
  endif()
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${target}.cc")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DROOT=${ARG_ROOT}" "-DOUTPUT=${source}" "-DTARGET=${target}"
            "-DFUNCTION=${ARG_FUNCTION}" "-DPATTERNS=${ARG_PATTERNS}" -P "${TEMOIN_EMBED_SCRIPT}"
    DEPENDS "${TEMOIN_EMBED_SCRIPT}" ${known} ${ARG_DEPENDS}
    COMMENT "Embedding ${ARG_ROOT}"
    VERBATIM)
  add_library(${target} STATIC "${source}")
  target_link_libraries(${target} PUBLIC temoin_base)
endfunction()
