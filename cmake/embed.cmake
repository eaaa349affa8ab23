# SPDX-License-Identifier: MIT
# Writes a header with the texts of revisions: cmake -D folder=... -D name=namespace::name -D header=... -P embed.cmake
cmake_minimum_required(VERSION 3.25)

string(REGEX MATCH "^(.*)::([^:]*)$" qualified ${name})
if(qualified)
  set(open "namespace ${CMAKE_MATCH_1} {\n\n")
  set(close "\n}  // namespace ${CMAKE_MATCH_1}\n")
  set(variable ${CMAKE_MATCH_2})
else()
  set(open "")
  set(close "")
  set(variable ${name})
endif()

file(GLOB files ${folder}/*.sql)
list(LENGTH files count)
set(body "")
foreach(file IN LISTS files)
  get_filename_component(file_name ${file} NAME)
  # As hexadecimal bytes: no delimiter of a raw literal is safe from every text, and lists lose semicolons and brackets.
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" escaped "${bytes}")
  string(REPEAT "." 88 line)
  string(REGEX REPLACE "(${line})"
                       "\\1\"\n     \"" escaped "${escaped}")
  string(LENGTH "${bytes}" digits)
  math(EXPR size "${digits} / 2")
  string(APPEND body "    {\"${file_name}\",\n     {\"${escaped}\", ${size}}},\n")
endforeach()

set(text "#pragma once\n\n// Written by CMake from ${folder}.\n\n#include <array>\n\n")
string(APPEND text "#include <plinth/migrate/embedded.hpp>\n\n${open}")
string(APPEND text "inline constexpr std::array<plinth::migrate::embedded_file, ${count}> ")
string(APPEND text "${variable} = {{\n${body}}};\n")
string(APPEND text "${close}")
file(WRITE ${header} "${text}")
