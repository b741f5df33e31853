// The value of --tile: register tiles in place of select-tiles' choice.
#ifndef SINTER_COMPILER_DRIVER_TILE_OPTION_H_
#define SINTER_COMPILER_DRIVER_TILE_OPTION_H_

#include <string>

#include "compiler/planning/passes.h"

namespace sinter {

// Adds "[forward=|gradient=]ROWSxVECTORS" to `limits`: "13x2" is for both kinds
// of product. Rows are 1 to 32, vectors 1, 2, 4 or 8. False, and nothing is
// changed, if `text` is not of that form.
bool ParseTile(const std::string& text, TileLimits& limits);

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_TILE_OPTION_H_
