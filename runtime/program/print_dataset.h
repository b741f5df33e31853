// A data set as the book's session shows one.
#ifndef SINTER_RUNTIME_PROGRAM_PRINT_DATASET_H_
#define SINTER_RUNTIME_PROGRAM_PRINT_DATASET_H_

#include "runtime/data/dataset.h"
#include "runtime/engine/model.h"
#include "runtime/program/results.h"

namespace sinter::runtime {

// "train_images.shape: (60000, 28, 28)", "train_labels: [5 0 4 ... 5 6 8]"; of
// targets of several values the shape. Of a model with several inputs or
// outputs under their names: "train_title.shape: ...".
void PrintDataset(const Model& model, const char* set,
                  const DatasetFiles& files, Results& results);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_PRINT_DATASET_H_
