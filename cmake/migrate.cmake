# SPDX-License-Identifier: MIT
# The migration tool of an application, and its revisions as a part of a program.

set(PLINTH_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed.cmake)

# plinth_add_migrate_tool(<target> METADATA <type> HEADER <file> [LINK <targets>...])
#
# Adds the executable <target>: the tool for the models of <type>, which <file> declares. It links the drivers that are
# there, or what LINK names.
function(plinth_add_migrate_tool target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "METADATA;HEADER" "LINK")
  if(NOT arg_METADATA OR NOT arg_HEADER)
    message(FATAL_ERROR "plinth_add_migrate_tool(${target}) needs METADATA <type> and HEADER <file>")
  endif()
  get_filename_component(header ${arg_HEADER} ABSOLUTE)

  set(includes "")
  foreach(driver IN ITEMS sqlite postgresql)
    if((NOT arg_LINK AND TARGET plinth::${driver}) OR "plinth::${driver}" IN_LIST arg_LINK)
      string(APPEND includes "#include <plinth/${driver}.hpp>\n")
      list(APPEND libraries plinth::${driver})
    endif()
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}_main.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include <plinth/migrate.hpp>
${includes}
#include \"${header}\"

int main(int argc, char** argv) { return plinth::migrate::main<${arg_METADATA}>(argc, argv); }
")
  add_executable(${target} ${source})
  target_link_libraries(${target} PRIVATE plinth::plinth ${libraries} ${arg_LINK})
endfunction()

# plinth_embed_migrations(<target> FOLDER <folder> NAME <namespace::name>)
#
# Puts the text of all *.sql files of the folder into a header <name>.hpp that <target> can include: the array
# <namespace::name> of plinth::migrate::embedded_file. It is written anew where a file changes or comes to be.
function(plinth_embed_migrations target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER;NAME" "")
  if(NOT arg_FOLDER OR NOT arg_NAME)
    message(FATAL_ERROR "plinth_embed_migrations(${target}) needs FOLDER <folder> and NAME <namespace::name>")
  endif()
  get_filename_component(folder ${arg_FOLDER} ABSOLUTE)
  string(REGEX REPLACE ".*::" "" name ${arg_NAME})
  set(header ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded/${name}.hpp)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.sql)
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} -D folder=${folder} -D name=${arg_NAME} -D header=${header} -P ${PLINTH_EMBED_SCRIPT}
    DEPENDS ${files} ${PLINTH_EMBED_SCRIPT}
    VERBATIM)
  target_sources(${target} PRIVATE ${header})
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded)
endfunction()
