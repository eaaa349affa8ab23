// expect-error: plinth[E1202]
// expect-text: Stamped::created
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto query = plinth::from<Note>()
    .join<Page>(col<&Page::note_id> == col<&Note::id>)
    .order_by(plinth::col_of<Page, &Page::created>);

#ifdef PLINTH_EXPECT_ERROR
auto query2 = plinth::from<Note>()
    .join<Page>(col<&Page::note_id> == col<&Note::id>)
    .order_by(col<&Page::created>);
#endif
