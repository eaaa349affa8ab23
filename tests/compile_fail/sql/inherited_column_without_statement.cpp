// expect-error: plinth[E1106]
// expect-text: Stamped::created
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

plinth::condition condition = plinth::col_of<Note, &Note::created> > 3;

#ifdef PLINTH_EXPECT_ERROR
plinth::condition condition2 = col<&Note::created> > 3;
#endif
