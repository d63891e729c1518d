# SPDX-License-Identifier: GPL-3.0-or-later
# Run by cpack on the packages that it has made, to make them anew with dpkg-deb. cpack takes files in
# the order in which a folder lists them, and the room that they take, which are others on another disk;
# dpkg-deb sorts them.
function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# The installed size as dpkg-gencontrol reckons it: whole kilobytes of each file, one for what is none.
function(set_installed_size work)
  file(GLOB_RECURSE entries LIST_DIRECTORIES true "${work}/usr/*")
  set(kilobytes 0)
  foreach(entry ${entries})
    set(bytes 1)
    if(NOT IS_DIRECTORY "${entry}" AND NOT IS_SYMLINK "${entry}")
      file(SIZE "${entry}" bytes)
    endif()
    math(EXPR kilobytes "${kilobytes} + (${bytes} + 1023) / 1024")
  endforeach()
  run(sed -i "s/^Installed-Size: .*/Installed-Size: ${kilobytes}/" "${work}/DEBIAN/control")
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
  set_installed_size("${work}")
  run(dpkg-deb --root-owner-group -Zxz -b "${work}" "${package}")
  file(REMOVE_RECURSE "${work}")
endforeach()
