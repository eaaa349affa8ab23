# SPDX-License-Identifier: MIT
# The installed package. Each driver has a targets file of its own: the package looks for a client library only
# where the user asks for that driver. What was compiled makes a package for one architecture of it.

include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/plinth)
set(independent ARCH_INDEPENDENT)
if(PLINTH_PRECOMPILED)
  set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/plinth)
  set(independent "")
endif()

plinth_bodies_of(bodies plinth)
install(TARGETS plinth ${bodies} EXPORT plinth-targets FILE_SET HEADERS)
install(EXPORT plinth-targets NAMESPACE plinth:: DESTINATION ${package_dir})

get_property(drivers GLOBAL PROPERTY PLINTH_DRIVERS_ADDED)
set(driver_packages "")
foreach(driver IN LISTS drivers)
  get_property(package GLOBAL PROPERTY PLINTH_DRIVER_PACKAGE_${driver})
  string(APPEND driver_packages "set(plinth_${driver}_PACKAGE ${package})\n")
  plinth_bodies_of(bodies plinth-${driver})
  install(TARGETS plinth-${driver} ${bodies} EXPORT plinth-${driver}-targets FILE_SET HEADERS)
  install(EXPORT plinth-${driver}-targets NAMESPACE plinth:: DESTINATION ${package_dir})
endforeach()

configure_file(cmake/plinth-config.cmake.in plinth-config.cmake @ONLY)
write_basic_package_version_file(
  ${CMAKE_CURRENT_BINARY_DIR}/plinth-config-version.cmake
  COMPATIBILITY SameMinorVersion
  ${independent})
install(FILES cmake/migrate.cmake cmake/embed.cmake DESTINATION ${package_dir})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/plinth-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/plinth-config-version.cmake
        DESTINATION ${package_dir})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/plinth)
