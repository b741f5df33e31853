// What the commands of a generated program do. Results go to `results`,
// progress and notes to stderr.
#ifndef SINTER_RUNTIME_PROGRAM_COMMANDS_H_
#define SINTER_RUNTIME_PROGRAM_COMMANDS_H_

#include "runtime/engine/metrics.h"
#include "runtime/engine/model.h"
#include "runtime/engine/status.h"
#include "runtime/program/options.h"
#include "runtime/program/results.h"

namespace sinter::runtime {

// train: prints shapes and labels of both sets, trains, saves, and evaluates on
// the test set if it is there. Output files are known to be writable before the
// training begins. --verbose 0 leaves out all but the evaluation's figures,
// which are what a training comes to.
Status Train(const Model& model, const Options& options, Results& results);

Status Evaluate(const Model& model, const Options& options, Results& results);
Status Predict(const Model& model, const Options& options, Results& results);
Status Info(const Model& model, Results& results);

// The one that `options` names, with the SIMD instructions it names.
Status RunCommand(const Model& model, const Options& options, Results& results);

// "test_loss: 0.0652, test_acc: 0.9801"
void PrintTestMetrics(const Model& model, const Metrics& metrics,
                      Results& results);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_COMMANDS_H_
