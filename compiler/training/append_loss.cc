// append-loss: @forward becomes @predict, @evaluate_step and @train_step.
#include "compiler/ir/nn_roles.h"
#include "compiler/layers/metrics.h"
#include "compiler/spec/loss_type.h"
#include "compiler/training/output_training.h"
#include "compiler/training/passes.h"
#include "compiler/training/step_function.h"
#include "mlir/IR/Builders.h"

#include <iterator>
#include <string>
#include <vector>

namespace sinter {

#define GEN_PASS_DEF_APPENDLOSS
#include "compiler/training/passes.h.inc"

namespace {

using llvm::ArrayRef;
using llvm::SmallVector;
using llvm::StringRef;
using mlir::FailureOr;
using mlir::Location;
using mlir::OpBuilder;
using mlir::Type;
using mlir::Value;
using mlir::func::FuncOp;
using nn::Role;

constexpr Role kEvaluateArguments[] = {Role::kSamples};
constexpr Role kTrainArguments[] = {Role::kSamples, Role::kLearningRate,
                                    Role::kIteration, Role::kSeed};

// A step with metrics, and its scalars.
struct Step {
  StringRef name;
  ArrayRef<Role> arguments;
};
constexpr Step kEvaluate = {nn::kEvaluateStep, kEvaluateArguments};
constexpr Step kTrain = {nn::kTrainStep, kTrainArguments};

Type TypeOf(Role role, mlir::MLIRContext* context) {
  OpBuilder builder(context);
  switch (role) {
    case Role::kLearningRate:
      return builder.getF32Type();
    case Role::kIteration:
      return builder.getI64Type();
    default:
      return builder.getI32Type();
  }
}

// What `output` is compared with.
Type TargetType(Value output, const LossSpec& loss) {
  const auto type = llvm::cast<mlir::RankedTensorType>(output.getType());
  if (!ReadsLabels(loss)) return type;
  OpBuilder builder(output.getContext());
  return mlir::RankedTensorType::get(
      {type.getDimSize(0)}, builder.getIntegerType(8, /*isSigned=*/false));
}

void EraseDeadOps(FuncOp function) {
  for (mlir::Operation& op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (mlir::isOpTriviallyDead(&op)) op.erase();
}

// What a layer is in the other mode vanishes.
void SetMode(FuncOp function, bool trains) {
  function.walk([&](nn::ByModeOp op) {
    op.getY().replaceAllUsesWith(trains ? op.getTraining() : op.getInference());
    op.erase();
  });
  EraseDeadOps(function);
}

// @forward's scalars in the order of its arguments.
constexpr Role kForwardScalars[] = {Role::kSamples, Role::kSeed,
                                    Role::kIteration};

// Puts arguments of these roles after x and y; @forward's scalars give their
// uses to them and go. Fails where an op needs one that is not there.
llvm::LogicalResult SetScalarArguments(FuncOp function, ArrayRef<Role> roles) {
  llvm::SmallDenseMap<Role, mlir::BlockArgument> old;
  for (const Role role : kForwardScalars)
    old[role] = nn::FindArgument(function, role);
  unsigned index = old[Role::kSamples].getArgNumber();
  for (const Role role : roles) {
    const mlir::BlockArgument argument =
        InsertArgument(function, index++, TypeOf(role, function.getContext()),
                       function.getLoc(), role);
    if (mlir::BlockArgument scalar = old.lookup(role))
      scalar.replaceAllUsesWith(argument);
  }
  for (const Role role : kForwardScalars) {
    mlir::BlockArgument scalar = old.lookup(role);
    if (!scalar.use_empty()) {
      return scalar.getUsers().begin()->emitOpError()
             << "needs nn.role \"" << nn::ToString(role) << "\", which @"
             << function.getName() << " has not: is it for nn.by_mode?";
    }
    function.eraseArgument(scalar.getArgNumber());
  }
  return llvm::success();
}

SmallVector<StepResult> GetResultsOf(FuncOp function, ArrayRef<Role> roles) {
  SmallVector<StepResult> results = GetResults(function);
  llvm::erase_if(results, [&](const StepResult& result) {
    return !llvm::is_contained(roles, result.role);
  });
  return results;
}

// The same place of the spec under the name of what is computed there.
Location Rename(Location location, StringRef name) {
  if (const auto named = llvm::dyn_cast<mlir::NameLoc>(location)) {
    location = named.getChildLoc();
  }
  return mlir::NameLoc::get(mlir::StringAttr::get(location.getContext(), name),
                            location);
}

// The value whose memory a value is.
Value SeenThrough(Value value) {
  while (auto reshape = value.getDefiningOp<nn::ReshapeOp>())
    value = reshape.getX();
  return value;
}

// What comes twice among the outputs, or is an argument, gets copies of its
// own: a step writes each output to a place of its own. A copy of a copy is
// another value for CSE, too.
void SeparateOutputs(FuncOp function) {
  SmallVector<StepResult> results = GetResults(function);
  llvm::SmallDenseSet<Value> seen;
  OpBuilder builder(GetReturn(function));
  for (StepResult& result : results) {
    if (result.role != Role::kOutput) continue;
    Value& value = result.value;
    if (llvm::isa<mlir::BlockArgument>(SeenThrough(value)))
      value = builder.create<nn::CopyOp>(value.getLoc(), value);
    while (!seen.insert(SeenThrough(value)).second)
      value = builder.create<nn::CopyOp>(value.getLoc(), value);
  }
  SetResults(function, results);
}

// A copy of @forward beside it, under another name and with other scalars.
FailureOr<FuncOp> MakeStep(FuncOp forward, StringRef name,
                           ArrayRef<Role> roles) {
  FuncOp step = forward.clone();
  step.setName(name);
  OpBuilder(forward).insert(step);
  const bool trains = llvm::is_contained(roles, Role::kLearningRate);
  if (roles.empty()) {
    SetResults(step, GetResultsOf(step, Role::kOutput));
  } else if (!trains) {
    SetResults(step, GetResultsOf(step, {Role::kOutput, Role::kPenalty}));
  }
  SetMode(step, trains);
  if (roles.empty()) SeparateOutputs(step);
  if (failed(SetScalarArguments(step, roles))) return mlir::failure();
  return step;
}

// Whether CSE will make one of two values.
bool Equal(Value a, Value b) {
  return mlir::OperationEquivalence::isEquivalentTo(
      a.getDefiningOp(), b.getDefiningOp(),
      mlir::OperationEquivalence::IgnoreLocations);
}

// The logits of an output that ends in this function; null if it does not.
Value LogitsBefore(Value output, OutputFunction function) {
  mlir::Operation* op = output.getDefiningOp();
  if (auto softmax = llvm::dyn_cast_or_null<nn::SoftmaxOp>(op);
      softmax && function == OutputFunction::kSoftmax)
    return softmax.getX();
  if (auto sigmoid = llvm::dyn_cast_or_null<nn::SigmoidOp>(op);
      sigmoid && function == OutputFunction::kSigmoid)
    return sigmoid.getX();
  return nullptr;
}

// The same, or the output itself if its loss says that it is logits.
Value LogitsOf(Value output, OutputFunction function, const LossSpec& loss) {
  if (loss.from_logits && loss.type->logits_of == function) return output;
  return LogitsBefore(output, function);
}

StringRef NameOf(OutputFunction function) {
  return function == OutputFunction::kSoftmax ? "nn.softmax" : "nn.sigmoid";
}

// Writes what training and evaluation compute of one output.
class OutputAppender {
 public:
  OutputAppender(FuncOp step, Value output, Value targets,
                 const OutputTraining& training)
      : builder_(GetReturn(step)),
        samples_(nn::FindArgument(step, Role::kSamples)),
        output_(output),
        targets_(targets),
        training_(training) {
    const Value logits = Logits(training.loss.type->logits_of);
    scores_ = logits ? logits : output;
  }

  // The output's part of the loss. With a name, its losses are a metric, too.
  Value AppendLoss() {
    const LossSpec& loss = training_.loss;
    const std::string name = Qualified("loss");
    const Location location = Rename(output_.getLoc(), name);
    const Value losses =
        loss.type->create(builder_, location, scores_, targets_, loss);
    mlir::FloatAttr weight;
    if (training_.weight != 1.0)
      weight = builder_.getF64FloatAttr(training_.weight);
    const Value mean =
        builder_.create<nn::SampleMeanOp>(location, losses, samples_, weight);
    if (!training_.name.empty()) AddMetric(location, name, losses);
    return mean;
  }

  void AppendMetrics() {
    for (const MetricType* type : training_.metrics) {
      const std::string name = Qualified(type->name);
      const Location location = Rename(output_.getLoc(), name);
      AddMetric(location, name,
                type->measure(builder_, location,
                              {.output = output_,
                               .scores = scores_,
                               .logits = Logits(type->logits_of),
                               .targets = targets_}));
    }
  }

  // Their sums over the samples, under their names.
  struct Metric {
    std::string name;
    Value sum;
  };
  std::vector<Metric> TakeMetrics() { return std::move(metrics_); }

 private:
  Value Logits(OutputFunction function) const {
    return LogitsOf(output_, function, training_.loss);
  }

  std::string Qualified(StringRef name) const {
    return training_.name.empty() ? name.str()
                                  : (training_.name + "_" + name).str();
  }

  void AddMetric(Location location, const std::string& name, Value measured) {
    // A step writes each metric to a place of its own.
    for (const Value other : measured_)
      if (Equal(other, measured))
        measured = builder_.create<nn::CopyOp>(location, measured);
    measured_.push_back(measured);
    metrics_.push_back(
        {name, builder_.create<nn::SampleSumOp>(location, measured, samples_)});
  }

  OpBuilder builder_;
  Value samples_;
  Value output_;
  Value targets_;
  const OutputTraining& training_;
  Value scores_;  // what the loss reads
  SmallVector<Value> measured_;
  std::vector<Metric> metrics_;
};

class AppendLossPass : public impl::AppendLossBase<AppendLossPass> {
 public:
  using AppendLossBase::AppendLossBase;

  void runOnOperation() override {
    FailureOr<FuncOp> forward = FindFunction(getOperation(), nn::kForward);
    if (failed(forward) || failed(Check(*forward))) return signalPassFailure();
    if (failed(MakeStep(*forward, nn::kPredict, {})))
      return signalPassFailure();
    for (const auto& [name, roles] : {kEvaluate, kTrain}) {
      FailureOr<FuncOp> step = MakeStep(*forward, name, roles);
      if (failed(step)) return signalPassFailure();
      AppendMetrics(*step);
    }
    forward->erase();
  }

 private:
  // What the copies rely on; reads how the outputs learn.
  llvm::LogicalResult Check(FuncOp forward);
  llvm::LogicalResult CheckOutput(FuncOp forward, unsigned result);

  // Returns the loss and the sums of the metrics in place of the outputs; then
  // the states, if there are any.
  void AppendMetrics(FuncOp step);
  std::vector<OutputTraining> trainings_;
};

llvm::LogicalResult AppendLossPass::Check(FuncOp forward) {
  if (!nn::FindArgument(forward, Role::kX))
    return forward.emitError("needs an argument of nn.role \"x\"");
  for (const Role role : kForwardScalars) {
    if (nn::FindArguments(forward, role).size() == 1) continue;
    return forward.emitError()
           << "needs one argument of nn.role \"" << nn::ToString(role) << '"';
  }
  const SmallVector<unsigned> outputs = nn::FindResults(forward, Role::kOutput);
  if (outputs.empty())
    return forward.emitError("needs a result of nn.role \"output\"");
  trainings_.clear();
  for (const unsigned result : outputs)
    if (failed(CheckOutput(forward, result))) return mlir::failure();
  return llvm::success();
}

llvm::LogicalResult AppendLossPass::CheckOutput(FuncOp forward,
                                                unsigned result) {
  const Value output = GetReturn(forward).getOperand(result);
  const auto type = llvm::dyn_cast<mlir::RankedTensorType>(output.getType());
  if (!type || type.getRank() != 2)
    return forward.emitError("needs outputs of shape [batch, elements]");
  const auto attribute = forward.getResultAttrOfType<mlir::DictionaryAttr>(
      result, nn::kCompileAttribute);
  if (!attribute)
    return forward.emitError(
        "needs nn.compile, which says how it learns, at "
        "its output");
  FailureOr<OutputTraining> training =
      ParseTraining(attribute, forward.getLoc());
  if (failed(training)) return mlir::failure();
  const LossSpec& loss = training->loss;
  const auto has_logits = [&](OutputFunction function) {
    return function == OutputFunction::kOther ||
           LogitsOf(output, function, loss);
  };
  if (!has_logits(loss.type->logits_of)) {
    return forward.emitError()
           << "ends in no " << NameOf(loss.type->logits_of) << ", so "
           << loss.type->section.name << " needs from_logits";
  }
  for (const MetricType* metric : training->metrics) {
    if (has_logits(metric->logits_of)) continue;
    return forward.emitError() << "ends in no " << NameOf(metric->logits_of)
                               << ", which is needed for " << metric->name;
  }
  trainings_.push_back(*std::move(training));
  return llvm::success();
}

void AppendLossPass::AppendMetrics(FuncOp step) {
  const SmallVector<StepResult> outputs = GetResultsOf(step, Role::kOutput);
  Value total;
  std::vector<OutputAppender::Metric> metrics;
  unsigned place = nn::FindArgument(step, Role::kSamples).getArgNumber();
  OpBuilder builder(GetReturn(step));
  for (const auto& [output, training] : llvm::zip_equal(outputs, trainings_)) {
    const Value targets =
        InsertArgument(step, place++, TargetType(output.value, training.loss),
                       step.getLoc(), Role::kY);
    OutputAppender appender(step, output.value, targets, training);
    const Value part = appender.AppendLoss();
    appender.AppendMetrics();
    llvm::move(appender.TakeMetrics(), std::back_inserter(metrics));
    total =
        total ? builder.create<nn::AddOp>(part.getLoc(), total, part) : part;
  }
  for (const StepResult& penalty : GetResultsOf(step, Role::kPenalty))
    total = builder.create<nn::AddOp>(Rename(outputs[0].value.getLoc(), "loss"),
                                      total, penalty.value);
  SmallVector<StepResult> results = {{total, Role::kLoss}};
  for (const auto& [name, sum] : metrics)
    results.push_back({sum, Role::kMetric, name});
  results.append(GetResultsOf(step, Role::kState));
  SetResults(step, results);
  EraseDeadOps(step);
}

}  // namespace
}  // namespace sinter
