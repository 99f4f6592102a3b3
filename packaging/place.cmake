# Run while installing: writes units and lists for the prefix that was asked for, and installs them.
# Takes SOURCE (this folder), WORK (a folder of the build) and COMPONENT.
set(TEMOIN_BIN_DIR "${CMAKE_INSTALL_PREFIX}/bin")
set(TEMOIN_LIB_DIR "${CMAKE_INSTALL_PREFIX}/lib/temoin")
set(TEMOIN_DATA_DIR "${CMAKE_INSTALL_PREFIX}/share/temoin")
file(READ "${SOURCE}/systemd/hardening.in" TEMOIN_HARDENING)
string(STRIP "${TEMOIN_HARDENING}" TEMOIN_HARDENING)

if(COMPONENT STREQUAL "scanner")
  set(names "systemd/temoin-scan@.service" "systemd/temoin-scan@.timer"
            systemd/temoin-pictures.service systemd/temoin-pictures.timer)
else()
  set(names tmpfiles/temoin.conf systemd/temoin.service
            systemd/temoin-verify.service systemd/temoin-verify.timer
            systemd/temoin-backup.service systemd/temoin-backup.timer
            systemd/temoin-anchor.service systemd/temoin-anchor.timer)
endif()
foreach(name IN LISTS names)
  if(EXISTS "${SOURCE}/${name}.in")
    configure_file("${SOURCE}/${name}.in" "${WORK}/${name}" @ONLY)
  else()
    configure_file("${SOURCE}/${name}" "${WORK}/${name}" COPYONLY)
  endif()
  if(name MATCHES "^tmpfiles/")
    set(folder lib/tmpfiles.d)
  else()
    set(folder lib/systemd/system)
  endif()
  file(INSTALL "${WORK}/${name}" DESTINATION "${CMAKE_INSTALL_PREFIX}/${folder}")
endforeach()
