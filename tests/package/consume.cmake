# SPDX-License-Identifier: MIT
# Configures, builds and runs the consumer in an empty folder.

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "failed: ${command}")
  endif()
endfunction()

file(REMOVE_RECURSE ${work})
if(way STREQUAL "find_package")
  run(${CMAKE_COMMAND} --install ${plinth_build} --prefix ${work}/prefix)
  set(where -D CMAKE_PREFIX_PATH=${work}/prefix)
else()
  set(where -D PLINTH_SOURCE=${plinth_source})
endif()
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${work}/build -G ${generator}
    -D CMAKE_CXX_COMPILER=${compiler} -D PLINTH_VERSION=${version} ${where})
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/consumer)
