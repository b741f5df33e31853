#include "compiler/training/output_training.h"

#include "compiler/layers/losses.h"
#include "compiler/layers/metrics.h"
#include "llvm/ADT/STLExtras.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"

namespace sinter {
namespace {

using mlir::StringAttr;

// Reads the keys of a dictionary, each of one type.
class Reader {
 public:
  Reader(mlir::DictionaryAttr attribute, mlir::Location location)
      : attribute_(attribute), location_(location) {}

  void Read(llvm::StringRef key, std::string& text) {
    if (const auto value = Get<StringAttr>(key)) text = value.str();
  }
  void Read(llvm::StringRef key, double& number) {
    if (const auto value = Get<mlir::FloatAttr>(key))
      number = value.getValueAsDouble();
  }
  void Read(llvm::StringRef key, bool& truth) {
    if (const auto value = Get<mlir::BoolAttr>(key)) truth = value.getValue();
  }
  void Read(llvm::StringRef key, const LossType*& type) {
    std::string name;
    Read(key, name);
    type = FindLoss(name);
    if (type == nullptr) Error() << "no loss is '" << name << "'";
  }
  void Read(llvm::StringRef key, MetricTypes& types) {
    const auto names = Get<mlir::ArrayAttr>(key);
    if (!names) return;
    for (const auto name : names.getAsRange<StringAttr>()) {
      types.push_back(FindMetric(name.getValue()));
      if (types.back() == nullptr) {
        Error() << "no metric is '" << name.getValue() << "'";
        return;
      }
    }
  }

  // Whether all keys were read and nothing is wrong.
  bool Finish() {
    for (const mlir::NamedAttribute entry : attribute_) {
      if (!llvm::is_contained(seen_, entry.getName().getValue()))
        Error() << "nn.compile has an unknown key " << entry.getName();
    }
    return sound_;
  }

 private:
  template <typename Attribute>
  Attribute Get(llvm::StringRef key) {
    seen_.push_back(key);
    const mlir::Attribute value = attribute_.get(key);
    const auto typed = llvm::dyn_cast_or_null<Attribute>(value);
    if (value && !typed)
      Error() << "nn.compile has " << value << " as its " << key;
    return typed;
  }

  mlir::InFlightDiagnostic Error() {
    sound_ = false;
    return mlir::emitError(location_);
  }

  mlir::DictionaryAttr attribute_;
  mlir::Location location_;
  llvm::SmallVector<llvm::StringRef> seen_;
  bool sound_ = true;
};

// Writes what is not its default.
class Writer {
 public:
  explicit Writer(mlir::MLIRContext* context) : builder_(context) {}

  void Write(llvm::StringRef key, llvm::StringRef text) {
    if (!text.empty()) Add(key, builder_.getStringAttr(text));
  }
  void Write(llvm::StringRef key, double number, double by_default) {
    if (number != by_default) Add(key, builder_.getF64FloatAttr(number));
  }
  void Write(llvm::StringRef key, bool truth) {
    if (truth) Add(key, builder_.getBoolAttr(truth));
  }
  void Write(llvm::StringRef key, const MetricTypes& types) {
    const auto names = llvm::map_to_vector(types, [](const MetricType* type) {
      return llvm::StringRef(type->name);
    });
    if (!names.empty()) Add(key, builder_.getStrArrayAttr(names));
  }

  mlir::DictionaryAttr Take() { return builder_.getDictionaryAttr(entries_); }

 private:
  void Add(llvm::StringRef key, mlir::Attribute value) {
    entries_.push_back(builder_.getNamedAttr(key, value));
  }

  mlir::Builder builder_;
  llvm::SmallVector<mlir::NamedAttribute> entries_;
};

}  // namespace

OutputTraining TrainingOf(const ModelSpec& spec, size_t output) {
  return {.name = spec.outputs.size() == 1 ? "" : spec.outputs[output],
          .loss = spec.compile.loss[output].value,
          .weight = LossWeight(spec, output),
          .metrics = spec.compile.metrics[output].value};
}

mlir::DictionaryAttr ToAttribute(const OutputTraining& training,
                                 mlir::MLIRContext* context) {
  const LossSpec by_default;
  const LossSpec& loss = training.loss;
  Writer writer(context);
  writer.Write("name", training.name);
  writer.Write("loss", loss.type->section.name);
  writer.Write("from_logits", loss.from_logits);
  writer.Write("one_hot", loss.one_hot);
  writer.Write("label_smoothing", loss.label_smoothing,
               by_default.label_smoothing);
  writer.Write("delta", loss.delta, by_default.delta);
  writer.Write("weight", training.weight, 1.0);
  writer.Write("metrics", training.metrics);
  return writer.Take();
}

mlir::FailureOr<OutputTraining> ParseTraining(mlir::DictionaryAttr attribute,
                                              mlir::Location location) {
  OutputTraining training;
  LossSpec& loss = training.loss;
  Reader reader(attribute, location);
  reader.Read("name", training.name);
  reader.Read("loss", loss.type);
  reader.Read("from_logits", loss.from_logits);
  reader.Read("one_hot", loss.one_hot);
  reader.Read("label_smoothing", loss.label_smoothing);
  reader.Read("delta", loss.delta);
  reader.Read("weight", training.weight);
  reader.Read("metrics", training.metrics);
  if (!reader.Finish()) return mlir::failure();
  return training;
}

}  // namespace sinter
