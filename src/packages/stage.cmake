# SPDX-License-Identifier: GPL-3.0-or-later
# Run by cpack on all files that it has laid out, before it packs them: what Debian wants of them.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(stage "${CPACK_TEMPORARY_DIRECTORY}")
file(GLOB_RECURSE texts "${stage}/*.1" "${stage}/changelog")
list(FILTER texts INCLUDE REGEX "/(man1|doc/[^/]+)/[^/]+$")
foreach(text ${texts})
  run(gzip -9n "${text}")
endforeach()
file(GLOB_RECURSE objects "${stage}/*.a" "${stage}/*.so.*" "${stage}/bin/circfin")
foreach(object ${objects})
  run(strip --strip-debug --remove-section=.comment --enable-deterministic-archives "${object}")
endforeach()

# Debian's zsh looks for completion in a folder of its own.
file(GLOB_RECURSE completions "${stage}/_circfin")
foreach(completion ${completions})
  get_filename_component(folder "${completion}" DIRECTORY)
  file(RENAME "${folder}" "${folder}/../vendor-completions")
endforeach()

# The licence is one of those that every Debian system has.
file(GLOB_RECURSE licences "${stage}/LICENSE")
foreach(licence ${licences})
  run(ln -sf ../common-licenses/GPL-3 "${licence}")
endforeach()

run(find "${stage}" -exec touch -h -d "@$ENV{SOURCE_DATE_EPOCH}" {} +)
