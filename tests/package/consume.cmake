# SPDX-License-Identifier: MIT
# Configures, builds and runs the consumer in an empty folder.

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "failed: ${command}")
  endif()
endfunction()

set(consumer ${CMAKE_CURRENT_LIST_DIR}/consumer)
set(cmake ${CMAKE_COMMAND} -G ${generator} -D CMAKE_CXX_COMPILER=${compiler})

# One file of the program compiles the bodies, and all of them say so.
function(build_without_cmake)
  file(WRITE ${work}/bodies.cpp "#include <plinth/plinth_bodies.hpp>\n#include <plinth/schema_bodies.hpp>\n"
                                "#include <plinth/sqlite_bodies.hpp>\n")
  run(${compiler} -std=c++20 -DPLINTH_PRECOMPILED -I${plinth_source}/include ${consumer}/main.cpp ${consumer}/other.cpp
      ${work}/bodies.cpp -lsqlite3 -o ${work}/program)
  run(${work}/program)
endfunction()

file(REMOVE_RECURSE ${work})
if(way STREQUAL "without_cmake")
  build_without_cmake()
  return()
elseif(way STREQUAL "find_package")
  run(${CMAKE_COMMAND} --install ${plinth_build} --prefix ${work}/prefix)
  # Compiled libraries want a program with the same sanitizers.
  set(where -D CMAKE_PREFIX_PATH=${work}/prefix -D CMAKE_CXX_FLAGS=${flags})
elseif(way MATCHES "^find_(.+)_package$")
  string(COMPARE EQUAL ${CMAKE_MATCH_1} precompiled precompiled)
  run(${cmake} -S ${plinth_source} -B ${work}/plinth -D PLINTH_PRECOMPILED=${precompiled} -D PLINTH_DRIVERS=sqlite
      -D PLINTH_BUILD_TESTS=OFF -D PLINTH_BUILD_EXAMPLES=OFF)
  run(${CMAKE_COMMAND} --build ${work}/plinth)
  run(${CMAKE_COMMAND} --install ${work}/plinth --prefix ${work}/prefix)
  set(where -D CMAKE_PREFIX_PATH=${work}/prefix -D PRECOMPILED=${precompiled})
else()
  set(where -D PLINTH_SOURCE=${plinth_source})
endif()
run(${cmake} -S ${consumer} -B ${work}/build -D PLINTH_VERSION=${version} ${where})
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/consumer)
