// SPDX-License-Identifier: MIT
#pragma once

// The names of the classes that function signatures mention, for headers that need no more than that.

namespace plinth {

class connection;
class cursor;
class engine;
class error;
class hooks;
class session;
class url;

template <class T>
class ref;
template <class T>
class relationship;

}  // namespace plinth
