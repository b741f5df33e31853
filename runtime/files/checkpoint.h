// A training on disk: all that it needs to go on as if it had never stopped.
//
// A checkpoint is a file of all tensors of the state block, parameters and
// optimizer slots, of the form that tensor_file.h describes. Its metadata have,
// besides those of every file:
//   epoch              epochs finished
//   epoch_step         steps done of the next one: the place in its shuffle
//   iteration          steps done in all
//   loss_sum, samples_sum                over the steps of the unfinished epoch
//   correct_sum, NAME_sum                of accuracy and the other metrics
//   there seed, shuffle      what the random numbers and the order follow from
//   epochs, learning_rate                the other options of the training
//   training_samples   of the data, without those kept back for validation
//   data_crc32         of the data, with those (see Dataset::Checksum); files
//   of
//                      older versions lack it
//   best_epoch, best_val_loss            of best.safetensors, if there is one
#ifndef SINTER_RUNTIME_FILES_CHECKPOINT_H_
#define SINTER_RUNTIME_FILES_CHECKPOINT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "runtime/engine/checkpointer.h"
#include "runtime/engine/model.h"
#include "runtime/engine/status.h"
#include "runtime/engine/trainer.h"

namespace sinter::runtime {

// The finished epoch with the smallest validation loss.
struct BestEpoch {
  uint32_t epoch;  // from 0
  double loss;
};

// By which a training knows its data again.
struct TrainingData {
  uint64_t samples = 0;  // without those that validate
  std::string checksum;  // empty: not known
};

struct Checkpoint {
  TrainingPosition position;
  FitOptions fit;  // most_steps and validation_split are not saved
  TrainingData data;
  std::optional<BestEpoch> best;
};

Status SaveCheckpoint(const Model& model, const Checkpoint& checkpoint,
                      std::span<const float> state, const std::string& path);

// Fills the state block. Refuses, and leaves the state as it was: a file that
// is damaged or no checkpoint, one of another spec, one whose tensors are not
// exactly the model's, one that stands where no training of this model can.
StatusOr<Checkpoint> LoadCheckpoint(const Model& model, const std::string& path,
                                    std::span<float> state);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_CHECKPOINT_H_
