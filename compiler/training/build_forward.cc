#include "compiler/training/build_forward.h"

#include <string>
#include <variant>
#include <vector>

#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/training/step_function.h"
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

// A trainable tensor of a layer. Keras' fans: a kernel's are its two sizes, a
// vector's both its length.
struct Parameter {
  std::string name;
  SmallVector<int64_t> shape;
  Initializer initializer;
  const LayerSpec* layer;

  int64_t FanIn() const { return shape.front(); }
  int64_t FanOut() const { return shape.back(); }
};

std::vector<Parameter> ListParameters(const ModelSpec& spec) {
  std::vector<Parameter> parameters;
  for (const LayerSpec& layer : spec.layers) {
    const auto* dense = std::get_if<DenseLayer>(&layer.kind);
    if (!dense) continue;
    parameters.push_back({layer.name + ".kernel",
                          {layer.input_shape.front(), dense->units},
                          dense->kernel_initializer,
                          &layer});
    if (!dense->use_bias) continue;
    parameters.push_back({layer.name + ".bias",
                          {dense->units},
                          dense->bias_initializer,
                          &layer});
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

// The model as a whole has the place where its file begins.
Location LocationOf(const ModelSpec& spec, OpBuilder& builder) {
  return LocationOf(spec, spec.name, SourceLocation{1, 1}, builder);
}

void BuildInitialize(const ModelSpec& spec, ArrayRef<Parameter> parameters,
                     OpBuilder builder) {
  SmallVector<Type> types;
  for (const Parameter& parameter : parameters) {
    types.push_back(Float32Tensor(builder, parameter.shape));
  }
  const Location location = LocationOf(spec, builder);
  auto function = builder.create<FuncOp>(location, nn::kInitialize,
                                         builder.getFunctionType({}, types));
  builder.setInsertionPointToStart(function.addEntryBlock());
  SmallVector<Value> values;
  for (const auto& [i, parameter] : llvm::enumerate(parameters)) {
    values.push_back(builder.create<nn::InitializeOp>(
        LocationOf(spec, *parameter.layer, builder), types[i],
        ToKind(parameter.initializer), parameter.FanIn(), parameter.FanOut()));
    function.setResultAttrs(
        i, nn::MakeRoleAttributes(builder.getContext(), Role::kParameter,
                                  parameter.name));
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
  void AddArgument(Type type, Location location, Role role,
                   StringRef name = "");

  // Each applies one layer to `x` and returns its output.
  Value Apply(const RescalingLayer& rescaling, Value x);
  Value Apply(const FlattenLayer& flatten, Value x);
  Value Apply(const ReshapeLayer& reshape, Value x);
  Value Apply(const DenseLayer& dense, Value x);
  Value Apply(const ActivationLayer& activation, Value x);
  Value Apply(const DropoutLayer& dropout, Value x);
  Value Activate(Activation activation, Value x);

  // The argument of the first parameter that no layer has taken yet.
  Value TakeParameter();
  Type ToType(ElementType element);
  RankedTensorType Batched(ArrayRef<int64_t> sample, Type element);
  Location Here() { return LocationOf(spec_, *layer_, builder_); }

  const ModelSpec& spec_;
  ArrayRef<Parameter> parameters_;
  OpBuilder builder_;
  FuncOp forward_;
  const LayerSpec* layer_ = nullptr;  // the one being built
  unsigned parameters_taken_ = 0;
  int dropout_layers_ = 0;
};

void ForwardBuilder::Build() {
  const Location location = LocationOf(spec_, builder_);
  forward_ = builder_.create<FuncOp>(location, nn::kForward,
                                     builder_.getFunctionType({}, {}));
  builder_.setInsertionPointToStart(forward_.addEntryBlock());
  DeclareArguments();

  layer_ = &spec_.layers.front();
  Value x = nn::FindArgument(forward_, Role::kX);
  if (spec_.input.dtype == ElementType::kUint8) {
    x = builder_.create<nn::CastOp>(Here(), x);
  }
  for (const LayerSpec& layer : spec_.layers) {
    layer_ = &layer;
    x = std::visit([&](const auto& kind) { return Apply(kind, x); },
                   layer.kind);
  }
  builder_.create<ReturnOp>(location, ValueRange());
  SetResults(forward_, {{x, Role::kOutput}});
}

void ForwardBuilder::DeclareArguments() {
  const Location location = forward_.getLoc();
  AddArgument(Batched(spec_.input.shape, ToType(spec_.input.dtype)), location,
              Role::kX);
  AddArgument(builder_.getI32Type(), location, Role::kSeed);
  AddArgument(builder_.getI64Type(), location, Role::kIteration);
  for (const Parameter& parameter : parameters_) {
    AddArgument(Float32Tensor(builder_, parameter.shape),
                LocationOf(spec_, *parameter.layer, builder_), Role::kParameter,
                parameter.name);
  }
}

void ForwardBuilder::AddArgument(Type type, Location location, Role role,
                                 StringRef name) {
  InsertArgument(forward_, forward_.getNumArguments(), type, location, role,
                 name);
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

Value ForwardBuilder::TakeParameter() {
  const SmallVector<unsigned> arguments =
      nn::FindArguments(forward_, Role::kParameter);
  return forward_.getArgument(arguments[parameters_taken_++]);
}

Value ForwardBuilder::Apply(const RescalingLayer& rescaling, Value x) {
  return builder_.create<nn::RescaleOp>(Here(), x, rescaling.scale,
                                        rescaling.offset);
}

Value ForwardBuilder::Apply(const FlattenLayer&, Value x) {
  return builder_.create<nn::ReshapeOp>(
      Here(), Batched(layer_->output_shape, builder_.getF32Type()), x);
}

Value ForwardBuilder::Apply(const ReshapeLayer& reshape, Value x) {
  return builder_.create<nn::ReshapeOp>(
      Here(), Batched(reshape.target_shape, builder_.getF32Type()), x);
}

Value ForwardBuilder::Apply(const DenseLayer& dense, Value x) {
  const Value kernel = TakeParameter();
  Value y = builder_.create<nn::MatmulOp>(
      Here(), x, kernel, /*transpose_a=*/false, /*transpose_b=*/false);
  if (dense.use_bias) {
    y = builder_.create<nn::BiasAddOp>(Here(), y, TakeParameter());
  }
  return Activate(dense.activation, y);
}

Value ForwardBuilder::Apply(const ActivationLayer& activation, Value x) {
  return Activate(activation.activation, x);
}

// Each dropout layer draws from a stream of its own.
Value ForwardBuilder::Apply(const DropoutLayer& dropout, Value x) {
  return builder_.create<nn::DropoutOp>(
      Here(), x, nn::FindArgument(forward_, Role::kSeed),
      nn::FindArgument(forward_, Role::kIteration), dropout.rate,
      dropout_layers_++);
}

Value ForwardBuilder::Activate(Activation activation, Value x) {
  switch (activation) {
    case Activation::kLinear:
      return x;
    case Activation::kRelu:
      return builder_.create<nn::ReluOp>(Here(), x);
    case Activation::kLeakyRelu:
      return builder_.create<nn::LeakyReluOp>(Here(), x);
    case Activation::kElu:
      return builder_.create<nn::EluOp>(Here(), x);
    case Activation::kSigmoid:
      return builder_.create<nn::SigmoidOp>(Here(), x);
    case Activation::kTanh:
      return builder_.create<nn::TanhOp>(Here(), x);
    case Activation::kGelu:
      return builder_.create<nn::GeluOp>(Here(), x);
    case Activation::kSilu:
      return builder_.create<nn::SiluOp>(Here(), x);
    case Activation::kSoftmax:
      return builder_.create<nn::SoftmaxOp>(Here(), x);
  }
  llvm_unreachable("unknown activation");
}

}  // namespace

mlir::OwningOpRef<mlir::ModuleOp> BuildForward(const ModelSpec& spec,
                                               mlir::MLIRContext& context) {
  context.loadDialect<mlir::func::FuncDialect, nn::NnDialect>();
  OpBuilder builder(&context);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::ModuleOp::create(LocationOf(spec, builder));
  (*module)->setAttr(nn::kModelAttribute, builder.getStringAttr(spec.name));
  (*module)->setAttr(
      nn::kClassesAttribute,
      builder.getI32IntegerAttr(spec.layers.back().output_shape.front()));
  builder.setInsertionPointToEnd(module->getBody());
  const std::vector<Parameter> parameters = ListParameters(spec);
  BuildInitialize(spec, parameters, builder);
  ForwardBuilder(spec, parameters, builder).Build();
  assert(mlir::succeeded(mlir::verify(*module)) && "invalid forward graph");
  return module;
}

}  // namespace sinter
