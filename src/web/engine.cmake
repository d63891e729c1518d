# SPDX-License-Identifier: GPL-3.0-or-later
# The engine of report.html: the sources below, compiled to WebAssembly, packed, as bytes for
# src/documents/html_engine.c. Sets CIRCFIN_ENGINE to that file; it is empty where the toolchain is
# missing (Debian: clang, lld, wasi-libc, libclang-rt-dev-wasm32), and pages then do without.
set(CIRCFIN_ENGINE "")
set(WEB_FOLDER "${CMAKE_CURRENT_BINARY_DIR}/web")
file(MAKE_DIRECTORY "${WEB_FOLDER}")
set(WEB_FLAGS --target=wasm32-wasi -mexec-model=reactor -std=c11 -D_POSIX_C_SOURCE=200809L -DNDEBUG -Oz
              -ffp-contract=off -ffunction-sections -fdata-sections -fvisibility=hidden
              -Wl,--gc-sections -Wl,--strip-all -Wl,-z,stack-size=262144)

find_program(WEB_CLANG NAMES clang clang-14 clang-15 clang-16 clang-17 clang-18 clang-19)
find_program(WEB_GZIP gzip)
if(CIRCFIN_WEB AND WEB_CLANG AND WEB_GZIP AND NOT DEFINED WEB_WORKS)
  file(WRITE "${WEB_FOLDER}/probe.c"
       "#include <math.h>\n#include <stdlib.h>\n"
       "__attribute__((export_name(\"probe\"))) double *probe(double x) {\n"
       "  double *y = malloc(8); if (y) *y = fma(x, x, frexp(x, (int *)y)); return y; }\n")
  execute_process(COMMAND "${WEB_CLANG}" ${WEB_FLAGS} probe.c -o probe.wasm
                  WORKING_DIRECTORY "${WEB_FOLDER}" RESULT_VARIABLE web_failed OUTPUT_QUIET ERROR_QUIET)
  if(web_failed EQUAL 0)
    set(WEB_WORKS TRUE CACHE INTERNAL "clang links WebAssembly")
  endif()
endif()

if(CIRCFIN_WEB AND WEB_WORKS)
  file(GLOB WEB_SOURCES CONFIGURE_DEPENDS src/web/*.c src/pro_rata/*.c src/bounds/*.c src/clearing/*.c)
  list(REMOVE_ITEM WEB_SOURCES "${CMAKE_CURRENT_SOURCE_DIR}/src/pro_rata/lu.c")
  foreach(source network/balances network/components network/earmarks network/flow network/update
                 network/view_network what_if/what_if what_if/measurement what_if/backed what_if/cut
                 scenario/backing scenario/scenario analyses/world analyses/looping
                 analyses/stress_bench analyses/stress_owed analyses/stress_rows base/arena base/vec)
    list(APPEND WEB_SOURCES "${CMAKE_CURRENT_SOURCE_DIR}/src/${source}.c")
  endforeach()
  file(GLOB_RECURSE WEB_HEADERS CONFIGURE_DEPENDS src/*.h src/*.def)
  set(CIRCFIN_ENGINE "${CMAKE_CURRENT_BINARY_DIR}/generated/engine_wasm.inc")
  add_custom_command(
    OUTPUT "${CIRCFIN_ENGINE}" "${WEB_FOLDER}/engine.wasm"
    COMMAND "${WEB_CLANG}" ${WEB_FLAGS} -I "${CMAKE_CURRENT_SOURCE_DIR}/src" ${WEB_SOURCES}
            -o "${WEB_FOLDER}/engine.wasm"
    COMMAND "${WEB_GZIP}" -9nc "${WEB_FOLDER}/engine.wasm" > "${WEB_FOLDER}/engine.wasm.gz"
    COMMAND "${CMAKE_COMMAND}" -D "FROM=${WEB_FOLDER}/engine.wasm.gz" -D "TO=${CIRCFIN_ENGINE}"
            -P "${CMAKE_CURRENT_SOURCE_DIR}/src/web/bytes.cmake"
    DEPENDS ${WEB_SOURCES} ${WEB_HEADERS} src/web/engine.cmake src/web/bytes.cmake
    COMMENT "The engine of the page" VERBATIM)
elseif(CIRCFIN_WEB AND NOT CIRCFIN_WEB STREQUAL "AUTO")
  message(FATAL_ERROR "CIRCFIN_WEB=${CIRCFIN_WEB}, but clang, lld, wasi-libc and "
                      "libclang-rt-dev-wasm32 do not make WebAssembly together, or gzip is missing")
elseif(CIRCFIN_WEB)
  message(STATUS "report.html has no panel \"What if\": clang, lld, wasi-libc, "
                 "libclang-rt-dev-wasm32 and gzip would put it there")
endif()
