// Normalization across the batch: sums over samples and pixels, with maps
// between them. Every statistic is a vector of a number a channel.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

using mlir::Value;

class BatchNormalization {
 public:
  // `values` [B, ..., C] is normalized.
  BatchNormalization(Lowering& lowering, Value values)
      : lowering_(lowering),
        type_(lowering.Lowered(values).getType()),
        channels_(lowering.LastDimension(values)) {}

  // Of each channel over the samples that count.
  Value Mean(Value lowered, llvm::StringRef name) {
    return lowering_.CreateSum(
        lowered, channels_, name,
        [](auto in) -> Terms { return {in[0] * in[1]}; }, OverValues());
  }

  Value Variance(Value x, Value mean) {
    const Value squares = lowering_.CreateMap(
        type_, {x, mean}, "squared_deviation", [](auto in) -> Terms {
          const Term deviation = in[0] - in[1];
          return {deviation * deviation};
        });
    return Mean(squares, "variance");
  }

  // 1 / sqrt(variance + epsilon), once a channel.
  Value InverseDeviation(Value variance, double epsilon) {
    return lowering_.CreateMap(
        variance.getType(), variance, "inverse_deviation",
        [&](auto in) -> Terms { return {1.0 / Sqrt(in[0] + epsilon)}; });
  }

  Value Standardize(Value x, Value mean, Value variance, double epsilon,
                    llvm::StringRef name) {
    const Value inverse = InverseDeviation(variance, epsilon);
    return lowering_.CreateMap(
        type_, {x, mean, inverse}, name,
        [](auto in) -> Terms { return {(in[0] - in[1]) * in[2]}; });
  }

  Value Gradient(Value dy, Value y, Value variance, double epsilon) {
    const Value inverse = InverseDeviation(variance, epsilon);
    const Value mean = Mean(dy, "gradient_mean");
    const Value products =
        lowering_.CreateMap(type_, {dy, y}, "gradient_product",
                            [](auto in) -> Terms { return {in[0] * in[1]}; });
    const Value slope = Mean(products, "gradient_slope");
    return lowering_.CreateMap(
        type_, {dy, y, mean, slope, inverse}, "batch_normalize_grad",
        [](auto in) -> Terms {
          return {in[4] * (in[0] - in[2] - in[1] * in[3])};
        });
  }

 private:
  // 1 / (samples * pixels): a scalar of the step.
  Value OverValues() {
    const int64_t pixels = kernel::GetMatrixShape(type_).cols / channels_;
    const Term values = ToFloat(lowering_.scalars(), lowering_.samples()) *
                        static_cast<double>(pixels);
    return NameScalar((1.0 / values).value(), "per_value");
  }

  Lowering& lowering_;
  mlir::Type type_;
  int64_t channels_;
};

void Lower(nn::BatchNormalizeOp op, Lowering& lowering) {
  BatchNormalization batch(lowering, op.getX());
  const Value x = lowering.Lowered(op.getX());
  const Value mean = batch.Mean(x, "mean");
  const Value variance = batch.Variance(x, mean);
  lowering.Replace(op.getMean(), mean);
  lowering.Replace(op.getVariance(), variance);
  lowering.Replace(
      op.getY(),
      batch.Standardize(x, mean, variance, op.getEpsilon(), "batch_normalize"));
}

void Lower(nn::BatchNormalizeGradOp op, Lowering& lowering) {
  BatchNormalization batch(lowering, op.getY());
  lowering.Replace(
      op.getDx(),
      batch.Gradient(lowering.Lowered(op.getDy()), lowering.Lowered(op.getY()),
                     lowering.Lowered(op.getVariance()), op.getEpsilon()));
}

void Lower(nn::StandardizeOp op, Lowering& lowering) {
  BatchNormalization batch(lowering, op.getX());
  lowering.Replace(op.getY(),
                   batch.Standardize(lowering.Lowered(op.getX()),
                                     lowering.Lowered(op.getMean()),
                                     lowering.Lowered(op.getVariance()),
                                     op.getEpsilon(), "standardize"));
}

}  // namespace

mlir::FailureOr<bool> LowerBatchNormalization(mlir::Operation* op,
                                              Lowering& lowering) {
  using Done = mlir::FailureOr<bool>;
  return llvm::TypeSwitch<mlir::Operation*, Done>(op)
      .Case<nn::BatchNormalizeOp, nn::BatchNormalizeGradOp>(
          [&](auto over_batch) -> Done {
            if (failed(lowering.CheckSamples(op, over_batch.getSamples())))
              return mlir::failure();
            Lower(over_batch, lowering);
            return true;
          })
      .Case([&](nn::StandardizeOp standardize) -> Done {
        Lower(standardize, lowering);
        return true;
      })
      .Default([](mlir::Operation*) -> Done { return false; });
}

}  // namespace sinter
