# SPDX-License-Identifier: GPL-3.0-or-later
# Run where the component python is laid out for a package: builds the extension against the library
# of this build, and lays it out for Debian's Python. SOURCE, BUILD and PYTHON are set before.
set(work "${BUILD}/packages/python")
file(REMOVE_RECURSE "${work}")
file(COPY "${SOURCE}/src/python" DESTINATION "${BUILD}/packages")

function(run)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E env --unset=DESTDIR ${ARGN}
                  WORKING_DIRECTORY "${work}" OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

foreach(component library development)
  run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${work}/library" --component ${component})
endforeach()
file(GLOB_RECURSE pc "${work}/library/circfin.pc")
get_filename_component(pc "${pc}" DIRECTORY)
run("PKG_CONFIG_PATH=${pc}" CIRCFIN_NO_RPATH=1 PYTHONWARNINGS=ignore "CFLAGS=-g0 -ffile-prefix-map=${work}=."
    "LDFLAGS=-Wl,-z,relro,-z,now" "${PYTHON}" setup.py -q install --install-layout=deb
    --single-version-externally-managed --no-compile "--root=${work}/root")
file(GLOB_RECURSE extensions "${work}/root/*.so")
run(strip --strip-unneeded --remove-section=.comment ${extensions})
file(INSTALL "${work}/root/usr/lib/python3" DESTINATION "${CMAKE_INSTALL_PREFIX}/lib"
     USE_SOURCE_PERMISSIONS)
