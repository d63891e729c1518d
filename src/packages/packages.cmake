# SPDX-License-Identifier: GPL-3.0-or-later
# What `cpack -G DEB` makes, a component each: circfin (program), libcircfin1 (deb_library),
# libcircfin-dev (deb_development) and, where Debian's Python can build it, python3-circfin (python).
# src/bootstrap.sh packages calls it; src/guide/building.md explains what is decided here.
set(CIRCFIN_MAINTAINER "The circfin authors <authors@circfin.invalid>" CACHE STRING
    "The maintainer that Debian packages name")
set(CPACK_GENERATOR TGZ)
set(CPACK_COMPONENTS_ALL program deb_library deb_development)
set(CPACK_DEB_COMPONENT_INSTALL ON)

# ---- of which Debian package a file is ----------------------------------------------------------
# Sets `result` to the packages that installed these files, as a list of Debian's: "libzip4, libxml2".
function(find_owners result)
  set(owners "")
  foreach(file ${ARGN})
    get_filename_component(file "${file}" REALPATH)
    get_filename_component(name "${file}" NAME)
    execute_process(COMMAND "${DPKG_QUERY}" -S "*/${name}" OUTPUT_VARIABLE told ERROR_QUIET)
    string(REGEX MATCH "^[^:, ]+" owner "${told}")
    list(APPEND owners ${owner})
  endforeach()
  list(REMOVE_DUPLICATES owners)
  list(SORT owners)
  list(JOIN owners ", " owners)
  set(${result} "${owners}" PARENT_SCOPE)
endfunction()

find_program(DPKG_QUERY dpkg-query)
find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
if(NOT DPKG_QUERY OR NOT DPKG_SHLIBDEPS)
  include(CPack)
  return()
endif()

# cpack puts packages of Debian under /usr, wherever `cmake --install` would put all. There the folder
# of libraries has the name of the architecture.
install_library("lib/${CMAKE_LIBRARY_ARCHITECTURE}" deb_library deb_development EXCLUDE_FROM_ALL)

find_owners(LOADED_PACKAGES ${LOADED})
string(REGEX REPLACE "[A-Z]+:([a-z]+) ?" "\\1.pc;" headers "${STATIC_NEEDS}")
list(APPEND headers klu.h)
if(CIRCFIN_MODELS)
  list(APPEND headers glpk.h)
endif()
find_owners(HEADER_PACKAGES ${headers})

# ---- the day, and what all packages have in /usr/share/doc ----------------------------------------
file(STRINGS src/cli/roff.c day REGEX "define MANUAL_DAY")
string(REGEX MATCH "[0-9]+-[0-9]+-[0-9]+" day "${day}")
string(REGEX MATCH "^[0-9]+" YEAR "${day}")
execute_process(COMMAND date -u -d "${day}" +%s OUTPUT_VARIABLE DAY_SECONDS
                OUTPUT_STRIP_TRAILING_WHITESPACE)
execute_process(COMMAND date -u -R -d "${day}" OUTPUT_VARIABLE DAY_WORDS
                OUTPUT_STRIP_TRAILING_WHITESPACE)
set(PACKAGES_FOLDER "${CMAKE_CURRENT_BINARY_DIR}/packages")
foreach(file changelog copyright project.cmake shlibs)
  configure_file(src/packages/${file}.in "${PACKAGES_FOLDER}/${file}" @ONLY)
endforeach()

# describe(COMPONENT PACKAGE SECTION SYNOPSIS DESCRIPTION)
macro(describe component package section synopsis description)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${package})
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section})
  set(CPACK_COMPONENT_${upper}_DESCRIPTION "${synopsis}\n${description}")
  install(FILES "${PACKAGES_FOLDER}/copyright" "${PACKAGES_FOLDER}/changelog"
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component}
          EXCLUDE_FROM_ALL)
endmacro()

# ---- what each is ------------------------------------------------------------------------------------
set(ABOUT "A company invests in its customers, and they buy from it. circfin measures
how much of the money invested comes back as revenue: a figure under
proportional mixing, bounds that hold whatever the customers do with the
money, and the routes that it takes.")
describe(program circfin science "measure circular financing between companies"
         "${ABOUT}

This package has the program, its manual pages, the guide and the example
scenarios.")
describe(deb_library libcircfin${CIRCFIN_ABI} libs "measure circular financing - shared library"
         "${ABOUT}

This package has the shared library.")
describe(deb_development libcircfin-dev libdevel "measure circular financing - development files"
         "${ABOUT}

This package has the headers, the static library, and files for pkg-config
and CMake.")

set(version "(= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEB_LIBRARY_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEB_LIBRARY_PACKAGE_CONTROL_EXTRA "${PACKAGES_FOLDER}/shlibs"
    "${CMAKE_CURRENT_SOURCE_DIR}/src/packages/triggers")
# dpkg-shlibdeps does not see what is loaded on demand. Without it all else works, so it is no more
# than recommended; apt installs that unless told not to.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "${LOADED_PACKAGES}")
set(CPACK_DEBIAN_DEB_LIBRARY_PACKAGE_RECOMMENDS "${LOADED_PACKAGES}")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "bash-completion, chromium, jupyter-nbconvert")
set(CPACK_DEBIAN_DEB_DEVELOPMENT_PACKAGE_DEPENDS "libcircfin${CIRCFIN_ABI} ${version}")
set(CPACK_DEBIAN_DEB_DEVELOPMENT_PACKAGE_SUGGESTS "${HEADER_PACKAGES}") # to link the static library

# ---- Python ------------------------------------------------------------------------------------------
# Debian's own, whatever comes first in PATH: the package is for that one.
find_program(DEBIAN_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
if(DEBIAN_PYTHON AND EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/src/python/setup.py")
  execute_process(COMMAND "${DEBIAN_PYTHON}" -c "import cffi, setuptools" RESULT_VARIABLE failed
                  OUTPUT_QUIET ERROR_QUIET)
  if(failed EQUAL 0)
    list(APPEND CPACK_COMPONENTS_ALL python)
  else()
    message(STATUS "No package python3-circfin: python3-cffi and python3-setuptools would make it")
  endif()
endif()
if("python" IN_LIST CPACK_COMPONENTS_ALL)
  describe(python python3-circfin python "measure circular financing - Python package"
           "${ABOUT}

This package has the Python package circfin, whose tables are pandas frames.")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${CMAKE_CURRENT_BINARY_DIR}")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "libcircfin${CIRCFIN_ABI} ${version}, python3 (>= 3.9), \
python3-cffi-backend, python3-numpy, python3-pandas")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_CONTROL_EXTRA "${CMAKE_CURRENT_SOURCE_DIR}/src/packages/postinst"
      "${CMAKE_CURRENT_SOURCE_DIR}/src/packages/prerm")
  install(CODE "set(SOURCE \"${CMAKE_CURRENT_SOURCE_DIR}\")\nset(BUILD \"${CMAKE_CURRENT_BINARY_DIR}\")
set(PYTHON \"${DEBIAN_PYTHON}\")" COMPONENT python EXCLUDE_FROM_ALL)
  install(SCRIPT src/packages/python.cmake COMPONENT python EXCLUDE_FROM_ALL)
endif()

# ---- all of them -------------------------------------------------------------------------------------
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each has its own
set(CPACK_PACKAGE_CONTACT "${CIRCFIN_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${CIRCFIN_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
    GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_SOURCE_DIR}/src/packages/stage.cmake")
set(CPACK_POST_BUILD_SCRIPTS "${CMAKE_CURRENT_SOURCE_DIR}/src/packages/finish.cmake")
set(CPACK_PROJECT_CONFIG_FILE "${PACKAGES_FOLDER}/project.cmake")
include(CPack)
