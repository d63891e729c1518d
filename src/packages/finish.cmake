# SPDX-License-Identifier: GPL-3.0-or-later
# Run by cpack on the packages that it has made, to make them anew with dpkg-deb. cpack takes files in
# the order in which a folder lists them, which is another one on another disk; dpkg-deb sorts them.
function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

foreach(package ${CPACK_PACKAGE_FILES})
  if(NOT package MATCHES "\\.deb$")
    continue()
  endif()
  set(work "${package}.d")
  run(dpkg-deb -R "${package}" "${work}")
  # cpack adds scripts that call ldconfig where a package has a library; Debian wants a trigger
  # instead, which src/packages/triggers is.
  if(package MATCHES "/libcircfin[0-9]+_[^/]*$")
    file(REMOVE "${work}/DEBIAN/postinst" "${work}/DEBIAN/postrm")
  endif()
  file(STRINGS "${work}/DEBIAN/md5sums" sums ENCODING UTF-8)
  list(SORT sums)
  list(JOIN sums "\n" sums)
  file(WRITE "${work}/DEBIAN/md5sums" "${sums}\n")
  run(dpkg-deb --root-owner-group -Zxz -b "${work}" "${package}")
  file(REMOVE_RECURSE "${work}")
endforeach()
