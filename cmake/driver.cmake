# SPDX-License-Identifier: MIT
# One target for each client library, so that a user of one database never looks for the library of another.

foreach(driver IN LISTS PLINTH_DRIVERS)
  if(NOT driver MATCHES "^(sqlite|postgresql)$")
    message(FATAL_ERROR "PLINTH_DRIVERS names \"${driver}\", which plinth does not have; it has: sqlite, postgresql")
  endif()
endforeach()

# plinth_add_driver(<name> PACKAGE <find_package name> LIBRARY <imported target> HEADERS <files>...)
#
# Adds plinth::<name> where the client library is found. A driver named in PLINTH_DRIVERS has to be there; without
# the list, one whose library is missing is left out with a message.
function(plinth_add_driver name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PACKAGE;LIBRARY" "HEADERS")

  if(PLINTH_DRIVERS)
    if(NOT name IN_LIST PLINTH_DRIVERS)
      return()
    endif()
    find_package(${arg_PACKAGE} REQUIRED)
  else()
    find_package(${arg_PACKAGE})
    if(NOT ${arg_PACKAGE}_FOUND)
      message(STATUS "plinth::${name} is left out: ${arg_PACKAGE} was not found")
      return()
    endif()
  endif()

  set(target plinth-${name})
  add_library(${target} INTERFACE)
  add_library(plinth::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_link_libraries(${target} INTERFACE plinth ${arg_LIBRARY})
  target_sources(${target} INTERFACE FILE_SET HEADERS BASE_DIRS include FILES ${arg_HEADERS})
  plinth_add_bodies(${name} FOR ${target} LINK plinth-bodies ${arg_LIBRARY})

  set_property(GLOBAL APPEND PROPERTY PLINTH_DRIVERS_ADDED ${name})
  set_property(GLOBAL APPEND PROPERTY PLINTH_DRIVER_LIBRARIES ${arg_LIBRARY})
  set_property(GLOBAL PROPERTY PLINTH_DRIVER_PACKAGE_${name} ${arg_PACKAGE})
endfunction()
