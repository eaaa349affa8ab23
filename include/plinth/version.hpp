// SPDX-License-Identifier: MIT
#pragma once

#define PLINTH_VERSION_MAJOR 0
#define PLINTH_VERSION_MINOR 1
#define PLINTH_VERSION_PATCH 0
