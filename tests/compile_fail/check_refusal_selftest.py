#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The refusal harness has to refuse what is not a proper refusal itself."""
import os
import pathlib
import sys
import tempfile
import unittest

from check_refusal import check

COMPILER = os.environ.get("CXX", "c++")

GOOD = """\
// expect-error: plinth[E0001]: wrong size
// expect-text: cents
struct cents { int value; };
template <class T> constexpr bool checked() { static_assert(sizeof(T) == 1, "plinth[E0001]: wrong size"); return true; }
bool accepted = checked<char>();
#ifdef PLINTH_EXPECT_ERROR
bool refused = checked<cents>();
#endif
"""


class RefusalHarness(unittest.TestCase):
    def faults(self, program):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / "case.cpp"
            source.write_text(program)
            return "; ".join(check(COMPILER, [], str(source))[0])

    def test_accepts_a_proper_refusal(self):
        self.assertEqual(self.faults(GOOD), "")

    def test_refuses_a_missing_header(self):
        self.assertIn("first line", self.faults("\n" + GOOD))

    def test_refuses_another_text(self):
        self.assertIn("does not say", self.faults(GOOD.replace("[E0001]", "[E0002]", 1)))

    def test_refuses_a_missing_name(self):
        program = GOOD.replace("expect-text: cents", "expect-text: dollars")
        self.assertIn("does not mention: dollars", self.faults(program))

    def test_refuses_a_text_that_only_a_later_error_says(self):
        program = GOOD.replace("#ifdef PLINTH_EXPECT_ERROR\n", "#ifdef PLINTH_EXPECT_ERROR\nint other = nothing;\n")
        self.assertIn("does not say", self.faults(program))

    def test_refuses_a_program_without_error(self):
        self.assertIn("compiles with", self.faults(GOOD.replace("checked<cents>", "checked<char>")))

    def test_refuses_a_broken_control(self):
        self.assertIn("does not compile without", self.faults(GOOD.replace("checked<char>", "checked<int>")))

    def test_refuses_long_output(self):
        program = GOOD.replace("#endif", "\n".join(f"int more{n} = nothing{n};" for n in range(20)) + "\n#endif")
        self.assertIn("lines, more than", self.faults(program))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
