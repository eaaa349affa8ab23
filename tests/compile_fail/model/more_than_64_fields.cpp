// expect-error: plinth[E1003]
// expect-text: Wide
// SPDX-License-Identifier: MIT

#include <cstdint>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Wide {
  std::int64_t id = 0;
  int a00 = 0, a01 = 0, a02 = 0, a03 = 0, a04 = 0, a05 = 0, a06 = 0, a07 = 0;
  int a10 = 0, a11 = 0, a12 = 0, a13 = 0, a14 = 0, a15 = 0, a16 = 0, a17 = 0;
  int a20 = 0, a21 = 0, a22 = 0, a23 = 0, a24 = 0, a25 = 0, a26 = 0, a27 = 0;
  int a30 = 0, a31 = 0, a32 = 0, a33 = 0, a34 = 0, a35 = 0, a36 = 0, a37 = 0;
  int a40 = 0, a41 = 0, a42 = 0, a43 = 0, a44 = 0, a45 = 0, a46 = 0, a47 = 0;
  int a50 = 0, a51 = 0, a52 = 0, a53 = 0, a54 = 0, a55 = 0, a56 = 0, a57 = 0;
  int a60 = 0, a61 = 0, a62 = 0, a63 = 0, a64 = 0, a65 = 0, a66 = 0, a67 = 0;
  int a70 = 0, a71 = 0, a72 = 0, a73 = 0, a74 = 0, a75 = 0, a76 = 0, a77 = 0;

  static constexpr auto table = plinth::table("wide", plinth::column<&Wide::id>(plinth::primary_key));
};

constexpr bool refused = plinth::metadata<Wide>::is_sound;
#endif
