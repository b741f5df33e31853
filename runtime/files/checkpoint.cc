#include "runtime/files/checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "runtime/engine/parse_number.h"
#include "runtime/files/tensor_file.h"

namespace sinter::runtime {
namespace {

constexpr const char* kDataChecksumKey = "data_crc32";

constexpr double kMostDouble = std::numeric_limits<double>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<TensorInfo> AllTensors(const Model& model) {
  return {model.tensors.begin(), model.tensors.end()};
}

// The name for accuracy is that of a time when there was no other metric.
std::string SumKey(std::string_view metric) {
  return fmt::format("{}_sum", metric == "accuracy" ? "correct" : metric);
}

// Numbers are written so that they read back exactly.
SafetensorsMetadata Metadata(const Model& model, const Checkpoint& checkpoint) {
  const auto text = [](auto value) { return fmt::format("{}", value); };
  const TrainingPosition& position = checkpoint.position;
  const FitOptions& fit = checkpoint.fit;
  SafetensorsMetadata metadata = {
      {"epoch", text(position.epoch)},
      {"epoch_step", text(position.step)},
      {"iteration", text(position.iteration)},
      {"loss_sum", text(position.sum.loss())},
      {"samples_sum", text(position.sum.samples())},
      {"seed", text(fit.seed)},
      {"shuffle", text(fit.shuffle)},
      {"epochs", text(fit.epochs)},
      {"learning_rate", text(fit.learning_rate)},
      {"training_samples", text(checkpoint.data.samples)}};
  for (size_t i = 0; i < model.metrics.size(); ++i) {
    metadata[SumKey(model.metrics[i])] =
        text(WithoutNanSign(position.sum.values()[i]));
  }
  if (!checkpoint.data.checksum.empty()) {
    metadata[kDataChecksumKey] = checkpoint.data.checksum;
  }
  if (checkpoint.best.has_value()) {
    metadata["best_epoch"] = text(checkpoint.best->epoch);
    metadata["best_val_loss"] = text(checkpoint.best->loss);
  }
  return metadata;
}

// Takes numbers out of the metadata; the first that is missing or wrong counts.
class MetadataReader {
 public:
  explicit MetadataReader(const TensorFile& file) : file_(file) {}

  bool Has(const std::string& key) const {
    return file_.metadata().contains(key);
  }

  template <typename T>
  T Number(const std::string& key, T least = std::numeric_limits<T>::lowest(),
           T most = std::numeric_limits<T>::max()) {
    T value = least;
    const std::string* text = Text(key);
    if (text != nullptr && !ParseNumber(*text, least, most, value)) Fail(key);
    return value;
  }

  // At least 0, or infinite or no number: a metric stops no training.
  double Sum(const std::string& key) {
    const std::string* text = Text(key);
    if (text != nullptr && *text == "inf") return kInfinity;
    if (text != nullptr && *text == "nan") return kNan;
    return Number<double>(key, 0);
  }

  bool Flag(const std::string& key) {
    const std::string* text = Text(key);
    if (text != nullptr && *text != "true" && *text != "false") Fail(key);
    return text != nullptr && *text == "true";
  }

  const Status& status() const { return status_; }

 private:
  const std::string* Text(const std::string& key) {
    const auto found = file_.metadata().find(key);
    if (found != file_.metadata().end()) return &found->second;
    if (status_.ok()) {
      status_ =
          file_.Error(fmt::format("no checkpoint: its header lacks '{}'", key));
    }
    return nullptr;
  }

  void Fail(const std::string& key) {
    if (!status_.ok()) return;
    status_ = file_.Error(fmt::format("'{}' of its header is '{}'", key,
                                      file_.metadata().at(key)));
  }

  const TensorFile& file_;
  Status status_;
};

StatusOr<Checkpoint> ReadMetadata(const Model& model, const TensorFile& file) {
  MetadataReader reader(file);
  Checkpoint checkpoint;
  TrainingPosition& position = checkpoint.position;
  position.epoch = reader.Number<uint32_t>("epoch");
  position.step = reader.Number<uint64_t>("epoch_step");
  position.iteration = reader.Number<uint64_t>("iteration");
  const auto loss =
      reader.Number<double>("loss_sum", -kMostDouble, kMostDouble);
  MetricValues sums = {};
  for (size_t i = 0; i < model.metrics.size(); ++i) {
    sums[i] = reader.Sum(SumKey(model.metrics[i]));
  }
  position.sum = {loss, sums, reader.Number<uint64_t>("samples_sum")};
  checkpoint.fit.seed = reader.Number<uint32_t>("seed");
  checkpoint.fit.shuffle = reader.Flag("shuffle");
  checkpoint.fit.epochs = reader.Number<uint32_t>("epochs");
  checkpoint.fit.learning_rate = reader.Number<float>("learning_rate", 0);
  checkpoint.fit.validation_split = model.defaults.validation_split;
  checkpoint.data.samples =
      reader.Number<uint64_t>("training_samples", 1, UINT32_MAX);
  if (reader.Has(kDataChecksumKey)) {
    checkpoint.data.checksum = file.metadata().at(kDataChecksumKey);
  }
  if (reader.Has("best_epoch")) {
    const auto epoch = reader.Number<uint32_t>("best_epoch");
    checkpoint.best = {epoch, reader.Number<double>("best_val_loss",
                                                    -kMostDouble, kMostDouble)};
  }
  if (!reader.status().ok()) return reader.status();
  return checkpoint;
}

Status CheckPosition(const Model& model, const Checkpoint& checkpoint,
                     const TensorFile& file) {
  const TrainingPosition& position = checkpoint.position;
  const uint64_t steps =
      (checkpoint.data.samples + model.batch - 1) / model.batch;
  if (position.step < steps &&
      position.iteration == position.epoch * steps + position.step &&
      position.sum.samples() == position.step * model.batch &&
      position.epoch <= checkpoint.fit.epochs) {
    return Status();
  }
  return file.Error(fmt::format(
      "its header tells of step {} of epoch {}, {} steps and {} samples in "
      "all, which do not fit each other",
      position.step, position.epoch + 1, position.iteration,
      checkpoint.data.samples));
}

Status CheckSpec(const Model& model, const TensorFile& file) {
  const auto hash = file.metadata().find("spec_hash");
  if (hash == file.metadata().end()) {
    return file.Error("no checkpoint: its header lacks 'spec_hash'");
  }
  if (hash->second == model.spec_hash) return Status();
  return file.Error(
      fmt::format("is of another model: its spec has SHA-256 {}, that of {} "
                  "is {}; --weights takes its weights alone",
                  hash->second, model.name, model.spec_hash));
}

Status CheckKnown(const Model& model, const TensorFile& file) {
  for (const SafetensorsEntry& entry : file.entries()) {
    const bool known = std::any_of(
        model.tensors.begin(), model.tensors.end(),
        [&](const TensorInfo& tensor) { return entry.name == tensor.name; });
    if (!known) {
      return file.Error(
          fmt::format("model {} has no tensor '{}'", model.name, entry.name));
    }
  }
  return Status();
}

}  // namespace

Status SaveCheckpoint(const Model& model, const Checkpoint& checkpoint,
                      std::span<const float> state, const std::string& path) {
  return WriteTensors(model, AllTensors(model), Metadata(model, checkpoint),
                      state, path);
}

StatusOr<Checkpoint> LoadCheckpoint(const Model& model, const std::string& path,
                                    std::span<float> state) {
  const StatusOr<TensorFile> file = TensorFile::Open(path);
  if (!file.ok()) return file.status();
  if (Status status = CheckSpec(model, *file); !status.ok()) return status;
  StatusOr<Checkpoint> checkpoint = ReadMetadata(model, *file);
  if (!checkpoint.ok()) return checkpoint;
  Status status = CheckPosition(model, *checkpoint, *file);
  if (status.ok()) status = CheckKnown(model, *file);
  if (status.ok()) status = file->Read(model, AllTensors(model), state);
  if (!status.ok()) return status;
  return checkpoint;
}

}  // namespace sinter::runtime
