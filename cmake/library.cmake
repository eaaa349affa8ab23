# SPDX-License-Identifier: MIT
# The library is its headers. With PLINTH_PRECOMPILED the functions that are no templates are compiled once, into static
# libraries behind the same targets (docs/decisions/precompiled.md).

# plinth_add_bodies(<name> FOR <interface target> LINK <targets>...)
#
# Adds the static library of include/plinth/<name>_bodies.hpp to what the interface target brings. Nothing without
# PLINTH_PRECOMPILED, and where there is no such header.
function(plinth_add_bodies name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOR" "LINK")
  if(NOT PLINTH_PRECOMPILED OR NOT EXISTS ${PROJECT_SOURCE_DIR}/include/plinth/${name}_bodies.hpp)
    return()
  endif()

  set(target plinth-${name}-bodies)
  set(file plinth-${name})
  if(name STREQUAL "plinth")
    set(target plinth-bodies)
    set(file plinth)
  endif()
  string(REGEX REPLACE "^plinth-" "" export_name ${target})
  set(source ${PROJECT_BINARY_DIR}/bodies/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include <plinth/${name}_bodies.hpp>\n")
  add_library(${target} STATIC ${source})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${export_name} OUTPUT_NAME ${file} CXX_EXTENSIONS OFF)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_definitions(${target} PUBLIC PLINTH_PRECOMPILED)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(${target} PUBLIC Boost::headers nlohmann_json::nlohmann_json ${arg_LINK})
  target_link_libraries(${arg_FOR} INTERFACE ${target})
endfunction()

# plinth_bodies_of(<variable> <interface target>): the static libraries that were added to the target.
function(plinth_bodies_of variable target)
  get_target_property(linked ${target} INTERFACE_LINK_LIBRARIES)
  list(FILTER linked INCLUDE REGEX "^plinth-(.*-)?bodies$")
  set(${variable} ${linked} PARENT_SCOPE)
endfunction()
