// What the compiler asks of a layer. Each kind of layer is one file of
// compiler/layers/ that answers; nobody else knows which kinds there are.
//
// Shapes here are those of one sample, without the batch dimension.
#ifndef SINTER_COMPILER_SPEC_LAYER_H_
#define SINTER_COMPILER_SPEC_LAYER_H_

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/spec/choices.h"

namespace sinter {

using SampleShape = std::vector<int64_t>;

class LayerBuilder;  // compiler/layers/layer_builder.h: writes the layer's ops
class LayerReport;   // layer_report.h
struct LayerType;    // layer_type.h

// What a variable's first values are of the model's input that its layer takes,
// over the training set and along all dimensions but the last: statistics that
// the program computes before it trains.
enum class Adapts { kNothing, kToMean, kToVariance };

// A tensor that a layer keeps from step to step.
struct Variable {
  std::string_view name;  // "kernel"
  std::vector<int64_t> shape;
  Initializer initializer = Initializer::kZeros;
  int64_t fan_in = 1;  // as Keras counts them for this variable
  int64_t fan_out = 1;
  bool trainable = true;  // if not, a state that no gradient changes
  Regularizer regularizer = {};
  Adapts adapts = Adapts::kNothing;
  // The shape in which Build sees the same elements; empty: `shape`. What a
  // step works on is stored as a matrix of rows along the last dimension.
  std::vector<int64_t> seen_as = {};

  const std::vector<int64_t>& SeenShape() const {
    return seen_as.empty() ? shape : seen_as;
  }
};

class Layer {
 public:
  virtual ~Layer() = default;

  virtual const LayerType& type() const = 0;
  virtual std::unique_ptr<Layer> Clone() const = 0;
  // The same type with the same options.
  virtual bool Equals(const Layer& other) const = 0;
  // The struct that the fields of type() refer into.
  virtual void* options() = 0;

  // The output's shape; nothing after a mistake that hides it. May complete
  // the options: what a spec leaves to be computed is known from here on.
  virtual std::optional<SampleShape> InferOutput(
      std::span<const SampleShape> inputs, LayerReport& report) = 0;

  // In the order of the weights file.
  virtual std::vector<Variable> Variables(
      std::span<const SampleShape> /*inputs*/) const {
    return {};
  }

  // Of the forward products, for one sample.
  virtual uint64_t MultiplyAdds(std::span<const SampleShape> /*inputs*/) const {
    return 0;
  }

  // Whether the output is the input, seen in another shape.
  virtual bool IsView() const { return false; }

  // What gives each sample's outputs, if losses ask for it.
  virtual OutputFunction EndsIn() const { return OutputFunction::kOther; }

  // Writes the layer's nn ops and hands its output to `builder`.
  virtual void Build(LayerBuilder& builder) const = 0;
};

// A layer whose keys are read into a struct `Options`. `Self` has a
// `static const LayerType kType`.
template <typename Self, typename OptionsStruct>
class LayerOf : public Layer {
 public:
  using Options = OptionsStruct;

  LayerOf() = default;
  explicit LayerOf(Options options) : options_(std::move(options)) {}

  const LayerType& type() const final { return Self::kType; }
  std::unique_ptr<Layer> Clone() const final {
    return std::make_unique<Self>(static_cast<const Self&>(*this));
  }
  bool Equals(const Layer& other) const final {
    return &other.type() == &Self::kType &&
           static_cast<const LayerOf&>(other).options_ == options_;
  }
  void* options() final { return &options_; }

 protected:
  Options options_;
};

// Of a layer without keys of its own.
struct NoOptions {
  bool operator==(const NoOptions&) const = default;
};

// A layer of any kind, as a value: copies are deep.
class AnyLayer {
 public:
  AnyLayer() = default;  // none: what stands in the spec names no kind
  template <std::derived_from<Layer> Kind>
  AnyLayer(std::unique_ptr<Kind> layer)  // NOLINT(google-explicit-constructor)
      : layer_(std::move(layer)) {}
  AnyLayer(const AnyLayer& other) : layer_(other ? other->Clone() : nullptr) {}
  AnyLayer(AnyLayer&&) = default;
  AnyLayer& operator=(AnyLayer other) {
    layer_ = std::move(other.layer_);
    return *this;
  }
  ~AnyLayer() = default;

  explicit operator bool() const { return layer_ != nullptr; }
  Layer* operator->() { return layer_.get(); }
  const Layer* operator->() const { return layer_.get(); }

  bool operator==(const AnyLayer& other) const {
    if (!*this || !other) return !*this && !other;
    return layer_->Equals(*other.layer_);
  }

 private:
  std::unique_ptr<Layer> layer_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_LAYER_H_
