# Third-party packages, all from the distribution.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(date CONFIG REQUIRED)  # built for the system's tzdata
find_package(prometheus-cpp CONFIG REQUIRED)
pkg_check_modules(BROTLIENC REQUIRED IMPORTED_TARGET libbrotlienc)
pkg_check_modules(BROTLIDEC REQUIRED IMPORTED_TARGET libbrotlidec)
pkg_check_modules(PSL REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(FIDO2 REQUIRED IMPORTED_TARGET libfido2)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)

# Without pkg-config, which asks for the headers of jansson, too: only the library needs that.
find_library(CJOSE_LIBRARY cjose REQUIRED)
find_path(CJOSE_INCLUDE cjose/cjose.h REQUIRED)
add_library(cjose::cjose INTERFACE IMPORTED)
set_target_properties(cjose::cjose PROPERTIES INTERFACE_LINK_LIBRARIES "${CJOSE_LIBRARY}"
                                              INTERFACE_INCLUDE_DIRECTORIES "${CJOSE_INCLUDE}")

# Debian 12 ships cpp-httplib as a compiled library described by pkg-config only. Its flags must be
# used as they are: they change the size of httplib::Request.
find_package(httplib CONFIG QUIET)
if(NOT TARGET httplib::httplib)
  pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
  add_library(httplib::httplib ALIAS PkgConfig::HTTPLIB)
endif()
