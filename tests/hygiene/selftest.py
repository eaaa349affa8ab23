#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each hygiene check has to notice what it is for."""
import importlib.machinery
import importlib.util
import pathlib
import tempfile
import unittest

import error_numbers
import files
import layers
import version

START = "// SPDX-License-Identifier: MIT\n#pragma once\n"


def script(name):
    """A script of tools/, which has no .py at its end, as a module."""
    path = str(pathlib.Path(__file__).resolve().parents[2] / "tools" / name)
    loader = importlib.machinery.SourceFileLoader(name, path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


class Repository(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def faults(self, module):
        return "\n".join(module.check(self.root))


class Layers(Repository):
    def include(self, header, target):
        self.write(f"include/plinth/{header}", f"{START}#include <{target}>\n")
        return self.faults(layers)

    def test_accepts_what_lies_below(self):
        self.assertEqual(self.include("session/session.hpp", "plinth/core/error.hpp"), "")
        self.assertEqual(self.include("session/session.hpp", "plinth/session/store.hpp"), "")
        self.assertEqual(self.include("driver/sqlite/driver.hpp", "plinth/dialect/sqlite.hpp"), "")
        self.assertEqual(self.include("crud/crud.hpp", "plinth/schema/schema.hpp"), "")

    def test_refuses_what_lies_above(self):
        self.assertIn("level 7", self.include("core/error.hpp", "plinth/session/session.hpp"))

    def test_refuses_a_neighbour_of_the_same_level(self):
        self.assertIn("level 2", self.include("json/read.hpp", "plinth/model/table.hpp"))

    def test_refuses_what_lies_above_by_a_relative_path(self):
        self.write("include/plinth/sql/render.hpp", START)
        self.write("include/plinth/model/table.hpp", START + '#include "../sql/render.hpp"\n')
        self.assertIn("level 3", self.faults(layers))

    def test_refuses_a_schema_in_the_session(self):
        self.assertIn("never includes schema", self.include("session/session.hpp", "plinth/schema/schema.hpp"))

    def test_refuses_an_umbrella(self):
        self.assertIn("umbrella", self.include("session/session.hpp", "plinth/plinth.hpp"))

    def test_refuses_a_sibling_driver_and_dialect(self):
        self.assertIn("one server", self.include("driver/sqlite/driver.hpp", "plinth/driver/postgresql/driver.hpp"))
        self.assertIn("one server", self.include("dialect/sqlite.hpp", "plinth/dialect/postgresql.hpp"))
        self.assertIn("one server", self.include("engine/engine.hpp", "plinth/driver/sqlite/driver.hpp"))

    def test_knows_the_layer_of_bodies(self):
        self.write("include/plinth/dialect/sqlite.hpp", START + "#ifndef PLINTH_PRECOMPILED\n"
                   "#include <plinth/dialect/impl/sqlite.hpp>\n#endif\n")
        self.write("include/plinth/dialect/impl/sqlite.hpp", START + "#include <plinth/dialect/sqlite.hpp>\n")
        self.assertEqual(self.faults(layers), "")
        self.write("include/plinth/dialect/impl/sqlite.hpp", START + "#include <plinth/dialect/sqlite.hpp>\n"
                   "#include <plinth/session/session.hpp>\n")
        self.assertIn("level 7", self.faults(layers))

    def test_refuses_bodies_that_their_header_does_not_end_with(self):
        self.write("include/plinth/core/impl/error.hpp", START + "#include <plinth/core/error.hpp>\n")
        self.write("include/plinth/core/error.hpp", START)
        self.assertIn("no header ends with its include", self.faults(layers))

    def test_refuses_bodies_without_their_header_and_out_of_their_place(self):
        self.write("include/plinth/core/impl/error.hpp", START + "#include <string>\n")
        self.write("include/plinth/core/error.hpp", START)
        self.assertIn("own header", self.faults(layers))
        self.assertIn("at the end of a header", self.include("core/text.hpp", "plinth/core/impl/error.hpp"))

    def test_refuses_a_virtual_function_that_would_be_in_every_file(self):
        end = "#ifndef PLINTH_PRECOMPILED\n#include <plinth/core/impl/sink.hpp>\n#endif\n"
        self.write("include/plinth/core/impl/sink.hpp", START + "#include <plinth/core/sink.hpp>\n")
        for sound in ("  virtual void put() = 0;\n", "  PLINTH_INLINE void put() override;\n",
                      "  ~sink() override = default;\n", "  void put() override { f(); }\n"):
            self.write("include/plinth/core/sink.hpp", START + sound + end)
            self.assertEqual(self.faults(layers), "", sound)
        for faulty in ("  virtual void put();\n", "  void put() override;\n", "  ~sink() override;\n"):
            self.write("include/plinth/core/sink.hpp", START + faulty + end)
            self.assertIn("sink.hpp:3", self.faults(layers), faulty)

    def test_knows_the_bodies_of_a_detail(self):
        self.write("include/plinth/json/detail/cursor.hpp", START + "#ifndef PLINTH_PRECOMPILED\n"
                   "#include <plinth/json/impl/cursor.hpp>\n#endif\n")
        self.write("include/plinth/json/impl/cursor.hpp", START + "#include <plinth/json/detail/cursor.hpp>\n")
        self.assertEqual(self.faults(layers), "")

    def test_refuses_a_library_out_of_its_place(self):
        self.assertIn("driver/sqlite", self.include("engine/engine.hpp", "sqlite3.h"))
        self.assertIn("nlohmann.hpp", self.include("json/read.hpp", "nlohmann/json.hpp"))
        self.assertIn("hana.hpp", self.include("reflect/fields.hpp", "boost/hana/tuple.hpp"))

    def test_refuses_other_headers_in_the_root_and_unknown_layers(self):
        self.write("include/plinth/session.hpp", START)
        self.write("include/plinth/utils/text.hpp", START)
        self.assertIn("session.hpp: the root", self.faults(layers))
        self.assertIn("utils is not a layer", self.faults(layers))


class Files(Repository):
    def test_accepts_a_proper_header(self):
        self.write("include/plinth/core/error.hpp", START + "// At https://example.org/home/page and in a/home/b\n")
        self.assertEqual(self.faults(files), "")

    def test_refuses_a_header_without_its_first_lines(self):
        self.write("include/plinth/core/error.hpp", "\n")
        self.assertIn("the first line", self.faults(files))
        self.assertIn("the second line", self.faults(files))

    def test_refuses_long_lines_and_long_headers(self):
        self.write("include/plinth/core/error.hpp", START + "/" * 121 + "\n" * 800)
        self.assertIn("121 columns", self.faults(files))
        self.assertIn("802 lines", self.faults(files))

    def test_refuses_left_overs_and_machine_paths(self):
        self.write("docs/a.md", "TO" "DO: more\nin /ho" "me/ada/plinth\n")
        self.assertIn("docs/a.md:1: a left-over", self.faults(files))
        self.assertIn("docs/a.md:2: a path", self.faults(files))


class ErrorNumbers(Repository):
    def test_refuses_numbers_that_only_one_side_has(self):
        self.write("include/plinth/core/error.hpp", START + 'x("plinth[E1101]: a");\nthrow stale_row(3102, "");\n'
                   "enum e { wrong_kind = 4040, };\nf(4096, 1);  // g(5555, 1) E5556\n")
        self.write("docs/errors.md", "### E1101\n\n| number | why |\n| E1900 | E1901 |\n")
        self.write("docs/errors/json.md", "### E4040 another kind\n")
        faults = self.faults(error_numbers)
        self.assertEqual([number for number in ("1101", "1900", "1901", "3102", "4040", "4096", "5555", "5556")
                          if number in faults], ["1900", "3102"])


class Version(Repository):
    def faults_with(self, header):
        self.write("CMakeLists.txt", "project(plinth VERSION 0.1.0 LANGUAGES CXX)\n")
        self.write("include/plinth/version.hpp", START + header)
        return self.faults(version)

    def test_accepts_the_same_version(self):
        self.assertEqual(self.faults_with('constexpr auto version = "0.1.0";\n'), "")
        self.assertEqual(self.faults_with("#define V_MAJOR 0\n#define V_MINOR 1\n#define V_PATCH 0\n"), "")
        self.assertEqual(self.faults_with("int major = 0;\nint minor = 1;\nint patch = 0;\n"), "")

    def test_refuses_another_version(self):
        self.assertIn("0.2.0", self.faults_with('constexpr auto version = "0.2.0";\n'))
        self.assertIn("no version", self.faults_with(""))


class HeaderList(Repository):
    def test_sorts_headers_into_the_list_of_their_target(self):
        self.write("include/plinth/sqlite.hpp", START)
        self.write("include/plinth/driver/sqlite/driver.hpp", START)
        self.write("include/plinth/dialect/sqlite.hpp", START)
        listed = script("update_headers").render(self.root)["cmake/headers.cmake"]
        self.assertLess(listed.index("dialect/sqlite.hpp"), listed.index("set(PLINTH_SQLITE_HEADERS"))
        self.assertLess(listed.index("set(PLINTH_SQLITE_HEADERS"), listed.index("driver/sqlite/driver.hpp"))

    def test_puts_bodies_into_the_library_of_their_layer(self):
        for name in ("core", "schema", "driver", "driver/sqlite"):
            self.write(f"include/plinth/{name}/impl/url.hpp", START)
        files = script("update_headers").render(self.root)
        self.assertIn("<plinth/core/impl/url.hpp>", files["include/plinth/plinth_bodies.hpp"])
        self.assertIn("<plinth/driver/impl/url.hpp>", files["include/plinth/plinth_bodies.hpp"])
        self.assertNotIn("schema", files["include/plinth/plinth_bodies.hpp"])
        self.assertIn("<plinth/schema/impl/url.hpp>", files["include/plinth/schema_bodies.hpp"])
        self.assertIn("<plinth/driver/sqlite/impl/url.hpp>", files["include/plinth/sqlite_bodies.hpp"])
        sqlite = files["cmake/headers.cmake"].index("set(PLINTH_SQLITE_HEADERS")
        self.assertLess(sqlite, files["cmake/headers.cmake"].index("plinth/sqlite_bodies.hpp"))


class Documents(Repository):
    EXAMPLE = ("// SPDX-License-Identifier: MIT\nint main() {\n"
               "  // [add]\n  int a = 1;\n\n  int b = a;\n  // [/add]\n}\n")

    def setUp(self):
        super().setUp()
        self.update = script("update_docs").run
        self.write("examples/first.cpp", self.EXAMPLE)
        self.write("examples/first.out", "one\ntwo\nthree\n")

    def document(self, text, name="docs/a.md"):
        self.write(name, text)
        return "\n".join(self.update(self.root, check=True))

    def test_accepts_blocks_that_equal_their_source(self):
        self.assertEqual(self.document(
            "<!-- from: examples/first.cpp#add -->\n```cpp\nint a = 1;\n\nint b = a;\n```\n"
            "<!-- output: examples/first.out#2-3 -->\n\n```text\ntwo\nthree\n```\n```sql\nSELECT 1\n```\n"), "")

    def test_refuses_a_block_that_differs_and_mends_it(self):
        text = "- a\n\n  <!-- from: examples/first.cpp -->\n  ```cpp\n  int main();\n  ```\n"
        self.assertIn("docs/a.md:5: a block differs", self.document(text))
        self.assertEqual(self.update(self.root, check=False), [])
        self.assertEqual(self.update(self.root, check=True), [])
        self.assertIn("\n  int main() {\n    int a = 1;\n\n    int b", (self.root / "docs/a.md").read_text())

    def test_refuses_cpp_without_a_source_except_in_decisions(self):
        self.assertIn("does not say", self.document("```cpp\nint a;\n```\n"))
        self.assertIn("does not say", self.document("```cpp\nint a;\n```\n", "README.md"))
        self.write("docs/a.md", "")
        self.write("README.md", "")
        self.assertEqual(self.document("```cpp\nint a;\n```\n", "docs/decisions/0001.md"), "")

    def test_refuses_a_source_that_is_not_there(self):
        for wrong in ("from: examples/second.cpp", "from: examples/first.cpp#remove", "output: examples/first.out#3-4"):
            self.assertNotEqual(self.document(f"<!-- {wrong} -->\n```cpp\n```\n"), "", wrong)

    def test_refuses_a_marker_without_a_block(self):
        self.assertIn("no block follows", self.document("<!-- from: examples/first.cpp -->\nText.\n"))


if __name__ == "__main__":
    unittest.main()
