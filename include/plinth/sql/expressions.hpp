// SPDX-License-Identifier: MIT
#pragma once

// All that statements are written with. The order is that of dependence, so that a header is entered from here and the
// compilers' lists of includes in front of an error stay short.

#include <plinth/sql/operand.hpp>

#include <plinth/sql/nodes.hpp>

#include <plinth/sql/operators.hpp>

#include <plinth/sql/condition.hpp>

#include <plinth/sql/functions.hpp>

#include <plinth/sql/selecting.hpp>

#include <plinth/sql/joining.hpp>

#include <plinth/sql/projecting.hpp>

#include <plinth/sql/exists.hpp>

#include <plinth/sql/subselect.hpp>
