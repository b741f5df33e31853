// Whether the outputs that a command line asks for can stand beside each other.
#ifndef SINTER_RUNTIME_PROGRAM_OUTPUT_CHECK_H_
#define SINTER_RUNTIME_PROGRAM_OUTPUT_CHECK_H_

#include "runtime/engine/model.h"
#include "runtime/engine/status.h"
#include "runtime/program/options.h"

namespace sinter::runtime {

// kUsage, with the names of the options, if two outputs of `train` are one
// file, by whatever names, or one would take the place of a file that is read
// or of the one that standard output or standard error goes to. Weights may
// take the place of those that they were trained from. Whether they can be
// written is found when they are opened.
Status CheckOutputs(const Model& model, const Options& options);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_OUTPUT_CHECK_H_
