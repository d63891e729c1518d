# SPDX-License-Identifier: GPL-3.0-or-later
# Run by cpack on the packages that it has made. cpack adds scripts that call ldconfig where a package
# has a library; Debian wants a trigger instead, which src/packages/triggers is.
foreach(package ${CPACK_PACKAGE_FILES})
  if(package MATCHES "/libcircfin[0-9]+_[^/]*\\.deb$")
    set(work "${package}.d")
    foreach(command "dpkg-deb -R ${package} ${work}"
                    "rm ${work}/DEBIAN/postinst ${work}/DEBIAN/postrm"
                    "dpkg-deb --root-owner-group -Zxz -b ${work} ${package}" "rm -r ${work}")
      separate_arguments(command UNIX_COMMAND "${command}")
      execute_process(COMMAND ${command} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
  endif()
endforeach()
