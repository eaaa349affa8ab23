# SPDX-License-Identifier: MIT
# Written by tools/update_headers.

set(PLINTH_HEADERS)

set(PLINTH_SQLITE_HEADERS)
