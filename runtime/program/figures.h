// The figures of an epoch and of a test, under the names they are shown with.
#ifndef SINTER_RUNTIME_PROGRAM_FIGURES_H_
#define SINTER_RUNTIME_PROGRAM_FIGURES_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/engine/metrics.h"
#include "runtime/engine/training_observer.h"

namespace sinter::runtime {

// As Model::metrics.
using MetricNames = std::span<const char* const>;

struct Figure {
  std::string name;
  double value;
};

// accuracy, loss, val_accuracy, val_loss, those that there are: first those of
// the training, then those of the validation, each by their names, which is
// Keras' order.
std::vector<Figure> FiguresOf(MetricNames metrics, const EpochResult& result);

// A metric of the test set: test_acc for accuracy, test_NAME for others.
std::string TestName(std::string_view metric);

// What follows "Loss" in a sentence: "", " and accuracy", ", accuracy and
// NAME".
std::string InWords(MetricNames metrics);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_FIGURES_H_
