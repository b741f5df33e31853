#include "compiler/ir/gradient_interface.h"

#include "compiler/ir/gradient_interface.cc.inc"
