#include "compiler/training/build_forward.h"

#include <cassert>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/graph.h"
#include "compiler/training/output_training.h"
#include "compiler/training/step_function.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Verifier.h"

namespace sinter {
namespace {

using llvm::ArrayRef;
using llvm::SmallVector;
using llvm::StringRef;
using mlir::Location;
using mlir::OpBuilder;
using mlir::RankedTensorType;
using mlir::Type;
using mlir::Value;
using mlir::ValueRange;
using mlir::func::FuncOp;
using mlir::func::ReturnOp;
using nn::Role;

// A variable with the layer that keeps it.
struct Parameter {
  const LayerSpec* layer;
  Variable variable;

  std::string Name() const {
    return layer->name + "." + std::string(variable.name);
  }
  Role GetRole() const {
    return variable.trainable ? Role::kParameter : Role::kState;
  }
};

std::vector<Parameter> ListParameters(const ModelSpec& spec) {
  std::vector<Parameter> parameters;
  for (const LayerSpec& layer : spec.layers) {
    if (!layer.shares.empty()) continue;
    for (Variable& variable : VariablesOf(layer)) {
      parameters.push_back({&layer, std::move(variable)});
    }
  }
  return parameters;
}

nn::InitializerKind ToKind(Initializer initializer) {
  switch (initializer) {
    case Initializer::kGlorotUniform:
      return nn::InitializerKind::kGlorotUniform;
    case Initializer::kGlorotNormal:
      return nn::InitializerKind::kGlorotNormal;
    case Initializer::kHeUniform:
      return nn::InitializerKind::kHeUniform;
    case Initializer::kHeNormal:
      return nn::InitializerKind::kHeNormal;
    case Initializer::kZeros:
      return nn::InitializerKind::kZeros;
    case Initializer::kOnes:
      return nn::InitializerKind::kOnes;
  }
  llvm_unreachable("unknown initializer");
}

// With its fan_in, which of what adapts says to which input.
std::pair<nn::InitializerKind, int64_t> InitializerOf(
    const ModelSpec& spec, const Parameter& parameter) {
  const Variable& variable = parameter.variable;
  if (variable.adapts == Adapts::kNothing)
    return {ToKind(variable.initializer), variable.fan_in};
  const auto input = llvm::find_if(spec.inputs, [&](const auto& named) {
    return named.name == parameter.layer->inputs.front();
  });
  return {variable.adapts == Adapts::kToMean
              ? nn::InitializerKind::kInputMean
              : nn::InitializerKind::kInputVariance,
          input - spec.inputs.begin() + 1};
}

RankedTensorType Float32Tensor(OpBuilder& builder, ArrayRef<int64_t> shape) {
  return RankedTensorType::get(shape, builder.getF32Type());
}

Location LocationOf(const ModelSpec& spec, StringRef name, SourceLocation place,
                    OpBuilder& builder) {
  const auto file = mlir::FileLineColLoc::get(builder.getStringAttr(spec.path),
                                              place.line, place.column);
  return mlir::NameLoc::get(builder.getStringAttr(name), file);
}

Location LocationOf(const ModelSpec& spec, const LayerSpec& layer,
                    OpBuilder& builder) {
  return LocationOf(spec, layer.name, layer.location, builder);
}

Location NamedAfter(StringRef name, Location location) {
  return mlir::NameLoc::get(mlir::StringAttr::get(location.getContext(), name),
                            location);
}

// The model as a whole has the place where its file begins.
Location LocationOf(const ModelSpec& spec, OpBuilder& builder) {
  return LocationOf(spec, spec.name, SourceLocation{1, 1}, builder);
}

void BuildInitialize(const ModelSpec& spec, ArrayRef<Parameter> parameters,
                     OpBuilder builder) {
  SmallVector<Type> types;
  for (const Parameter& parameter : parameters) {
    types.push_back(Float32Tensor(builder, parameter.variable.shape));
  }
  const Location location = LocationOf(spec, builder);
  auto function = builder.create<FuncOp>(location, nn::kInitialize,
                                         builder.getFunctionType({}, types));
  builder.setInsertionPointToStart(function.addEntryBlock());
  SmallVector<Value> values;
  for (const auto& [i, parameter] : llvm::enumerate(parameters)) {
    const auto [kind, fan_in] = InitializerOf(spec, parameter);
    values.push_back(builder.create<nn::InitializeOp>(
        LocationOf(spec, *parameter.layer, builder), types[i], kind, fan_in,
        parameter.variable.fan_out));
    function.setResultAttrs(
        i, nn::MakeRoleAttributes(builder.getContext(), parameter.GetRole(),
                                  parameter.Name()));
  }
  builder.create<ReturnOp>(location, values);
}

// Builds @forward, layer by layer.
class ForwardBuilder {
 public:
  ForwardBuilder(const ModelSpec& spec, ArrayRef<Parameter> parameters,
                 OpBuilder builder)
      : spec_(spec), parameters_(parameters), builder_(builder) {}

  void Build();

 private:
  void DeclareArguments();
  Value AddArgument(Type type, Location location, Role role,
                    StringRef name = "");

  SmallVector<StepResult> Results();
  Value BuildInput(Value x);
  Value BuildLayer(const LayerSpec& layer);
  LayerArguments ArgumentsOf(const LayerSpec& layer);
  RandomNumbers DrawRandomNumbers();

  Type ToType(ElementType element);
  RankedTensorType Batched(ArrayRef<int64_t> sample, Type element);

  const ModelSpec& spec_;
  ArrayRef<Parameter> parameters_;
  OpBuilder builder_;
  FuncOp forward_;
  // Of each layer that does not share another one's: at the step's begin, and
  // the states as they are so far.
  llvm::DenseMap<const LayerSpec*, llvm::StringMap<Value>> variables_;
  llvm::DenseMap<const LayerSpec*, llvm::StringMap<Value>> states_;
  llvm::StringMap<Value> outputs_;  // of the input and the layers, by name
  uint32_t streams_ = 0;
};

void ForwardBuilder::Build() {
  const Location location = LocationOf(spec_, builder_);
  forward_ = builder_.create<FuncOp>(location, nn::kForward,
                                     builder_.getFunctionType({}, {}));
  builder_.setInsertionPointToStart(forward_.addEntryBlock());
  DeclareArguments();

  for (const auto& [input, index] :
       llvm::zip(spec_.inputs, nn::FindArguments(forward_, Role::kX)))
    outputs_[input.name] = BuildInput(forward_.getArgument(index));
  for (const LayerSpec& layer : spec_.layers) {
    outputs_[layer.name] = BuildLayer(layer);
  }
  const SmallVector<StepResult> results = Results();
  builder_.create<ReturnOp>(location, ValueRange());
  SetResults(forward_, results);
}

// The outputs, the states as the layers have left them, then the penalties of
// parameters, of one that layers share once.
SmallVector<StepResult> ForwardBuilder::Results() {
  SmallVector<StepResult> results;
  for (size_t i = 0; i < spec_.outputs.size(); ++i) {
    results.push_back(
        {outputs_.lookup(spec_.outputs[i]), Role::kOutput, "",
         ToAttribute(TrainingOf(spec_, i), forward_.getContext())});
  }
  for (const Parameter& parameter : parameters_) {
    if (parameter.GetRole() != Role::kState) continue;
    const Value value =
        states_[parameter.layer].lookup(parameter.variable.name);
    // What no step changes stays where it is.
    if (llvm::isa<mlir::BlockArgument>(value)) continue;
    const auto name = builder_.getStringAttr(parameter.Name());
    results.push_back({value, Role::kState, name.getValue()});
  }
  for (const Parameter& parameter : parameters_) {
    const auto& [kind, l1, l2] = parameter.variable.regularizer;
    if (l1 == 0.0 && l2 == 0.0) continue;
    results.push_back(
        {builder_.create<nn::PenaltyOp>(
             LocationOf(spec_, *parameter.layer, builder_),
             variables_[parameter.layer].lookup(parameter.variable.name), l1,
             l2),
         Role::kPenalty});
  }
  return results;
}

// The layers see float32 only.
Value ForwardBuilder::BuildInput(Value x) {
  if (mlir::getElementTypeOrSelf(x).isF32()) return x;
  const Location first = LocationOf(spec_, spec_.layers.front(), builder_);
  return builder_.create<nn::CastOp>(first, x);
}

Value ForwardBuilder::BuildLayer(const LayerSpec& layer) {
  LayerBuilder builder(builder_, ArgumentsOf(layer),
                       [this] { return DrawRandomNumbers(); });
  layer.kind->Build(builder);
  assert(builder.output() && "a layer has an output");
  const LayerSpec* owner = &OwnerOfVariables(spec_.layers, layer);
  for (const auto& state : builder.new_states())
    states_[owner][state.first()] = state.second;
  return builder.output();
}

LayerArguments ForwardBuilder::ArgumentsOf(const LayerSpec& layer) {
  const LayerSpec* owner = &OwnerOfVariables(spec_.layers, layer);
  SmallVector<Value> inputs;
  for (const std::string& name : layer.inputs) {
    inputs.push_back(outputs_.lookup(name));
  }
  return {.location = LocationOf(spec_, layer, builder_),
          .batch = spec_.fit.batch_size,
          .samples = nn::FindArgument(forward_, Role::kSamples),
          .output_shape = layer.output_shape,
          .inputs = std::move(inputs),
          .variables = variables_[owner],
          .states = states_[owner],
          .is_frozen = IsFrozen(*owner)};
}

RandomNumbers ForwardBuilder::DrawRandomNumbers() {
  return {.seed = nn::FindArgument(forward_, Role::kSeed),
          .iteration = nn::FindArgument(forward_, Role::kIteration),
          .stream = streams_++};
}

void ForwardBuilder::DeclareArguments() {
  const Location location = forward_.getLoc();
  for (const auto& [name, input] : spec_.inputs) {
    const bool is_only = spec_.inputs.size() == 1;
    AddArgument(Batched(input.shape, ToType(input.dtype)),
                is_only ? location : NamedAfter(name, location), Role::kX);
  }
  AddArgument(builder_.getI32Type(), location, Role::kSamples);
  AddArgument(builder_.getI32Type(), location, Role::kSeed);
  AddArgument(builder_.getI64Type(), location, Role::kIteration);
  for (const Parameter& parameter : parameters_) {
    const LayerSpec* layer = parameter.layer;
    const Value argument =
        AddArgument(Float32Tensor(builder_, parameter.variable.SeenShape()),
                    LocationOf(spec_, *layer, builder_), parameter.GetRole(),
                    parameter.Name());
    variables_[layer][parameter.variable.name] = argument;
    if (parameter.GetRole() == Role::kState)
      states_[layer][parameter.variable.name] = argument;
  }
}

Value ForwardBuilder::AddArgument(Type type, Location location, Role role,
                                  StringRef name) {
  return InsertArgument(forward_, forward_.getNumArguments(), type, location,
                        role, name);
}

Type ForwardBuilder::ToType(ElementType element) {
  switch (element) {
    case ElementType::kUint8:
      return builder_.getIntegerType(8, /*isSigned=*/false);
    case ElementType::kFloat32:
      return builder_.getF32Type();
  }
  llvm_unreachable("unknown element type");
}

RankedTensorType ForwardBuilder::Batched(ArrayRef<int64_t> sample,
                                         Type element) {
  SmallVector<int64_t> shape = {spec_.fit.batch_size};
  llvm::append_range(shape, sample);
  return RankedTensorType::get(shape, element);
}

}  // namespace

mlir::OwningOpRef<mlir::ModuleOp> BuildForward(const ModelSpec& spec,
                                               mlir::MLIRContext& context) {
  context.loadDialect<mlir::func::FuncDialect, nn::NnDialect>();
  OpBuilder builder(&context);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::ModuleOp::create(LocationOf(spec, builder));
  (*module)->setAttr(nn::kModelAttribute, builder.getStringAttr(spec.name));
  builder.setInsertionPointToEnd(module->getBody());
  const std::vector<Parameter> parameters = ListParameters(spec);
  BuildInitialize(spec, parameters, builder);
  ForwardBuilder(spec, parameters, builder).Build();
  assert(mlir::succeeded(mlir::verify(*module)) && "invalid forward graph");
  return module;
}

}  // namespace sinter
