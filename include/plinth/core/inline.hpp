// SPDX-License-Identifier: MIT
#pragma once

// The library's functions that are no templates stand in headers below impl/. They are compiled in every file that uses
// them, or, where the program is built with PLINTH_PRECOMPILED, once in a library of their own.

#ifdef PLINTH_PRECOMPILED
#define PLINTH_INLINE
#else
#define PLINTH_INLINE inline
#endif
