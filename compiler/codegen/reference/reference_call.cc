#include "compiler/codegen/reference/reference_call.h"

#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/names.h"
#include "compiler/codegen/warp_value.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

using Constants = llvm::SmallVector<std::string>;

std::string NamedLiteral(llvm::StringRef name, const std::string& literal) {
  return ("/*" + name + "=*/").str() + literal;
}

std::string Float(llvm::StringRef name, double value) {
  return NamedLiteral(name, FloatLiteral(value));
}

std::string Double(llvm::StringRef name, double value) {
  return NamedLiteral(name, DoubleLiteral(value));
}

// An op's variants have functions of their own.

std::string MatmulName(nn::MatmulOp op) {
  std::string name = "Matmul";
  if (op.getTransposeA() || op.getTransposeB()) name += "Transpose";
  if (op.getTransposeA()) name += "A";
  if (op.getTransposeB()) name += "B";
  return name;
}

std::string SgdName(nn::SgdOp op) {
  if (op.getMomentum() == 0.0) return "Sgd";
  return op.getNesterov() ? "SgdNesterov" : "SgdMomentum";
}

std::string RmspropName(nn::RmspropOp op) {
  std::string name = op.getCentered() ? "CenteredRmsprop" : "Rmsprop";
  if (op.getMomentum() != 0.0) name += "Momentum";
  return name;
}

std::string FunctionName(mlir::Operation* op) {
  return llvm::TypeSwitch<mlir::Operation*, std::string>(op)
      .Case(MatmulName)
      .Case(SgdName)
      .Case(RmspropName)
      .Case<nn::SampleMeanOp, nn::SampleMeanGradOp>([](auto mean) {
        return (mean.getWeight() ? "Weighted" : "") +
               ToCamelCase(mean->getName().stripDialect());
      })
      .Case([](nn::AddOp add) {
        return add.getY().getType().getRank() == 0 ? "AddNumbers" : "Add";
      })
      .Case([](nn::LimitNormOp limit) {
        return limit.getFinite() ? "LimitFiniteNorm" : "LimitNorm";
      })
      .Case([](nn::RandomWarpOp warp) {
        return warp.getTransposed() ? "RandomWarpTransposed" : "RandomWarp";
      })
      .Case([](nn::AdamOp adam) {
        return adam.getAmsgrad() ? "AdamAmsgrad" : "Adam";
      })
      .Default([](mlir::Operation* other) {
        return ToCamelCase(other->getName().stripDialect());
      });
}

Constants SgdConstants(nn::SgdOp op) {
  if (op.getMomentum() == 0.0) return {};
  return {Float("momentum", op.getMomentum())};
}

Constants RmspropConstants(nn::RmspropOp op) {
  Constants constants = {Double("rho", op.getRho()),
                         Float("epsilon", op.getEpsilon())};
  if (op.getMomentum() != 0.0)
    constants.push_back(Float("momentum", op.getMomentum()));
  return constants;
}

// Of Adam or Adamax.
template <typename Op>
Constants AdamConstants(Op op) {
  return {Double("beta_1", op.getBeta_1()), Double("beta_2", op.getBeta_2()),
          Float("epsilon", op.getEpsilon()),
          NamedLiteral("accumulation_steps",
                       llvm::utostr(op.getAccumulationSteps()))};
}

Constants AdadeltaConstants(nn::AdadeltaOp op) {
  return {Double("rho", op.getRho()), Float("epsilon", op.getEpsilon())};
}

// "{.images = {28, 28}", ..., ".padding = {0, 0}}": how windows slide over
// images of type `x` and give `y`.
Constants WindowConstants(mlir::RankedTensorType x, mlir::RankedTensorType y,
                          llvm::ArrayRef<int64_t> window,
                          llvm::ArrayRef<int64_t> strides,
                          llvm::ArrayRef<int64_t> dilations,
                          llvm::ArrayRef<int64_t> padding) {
  const auto pair = [](llvm::StringRef name, llvm::ArrayRef<int64_t> values) {
    return ("." + name + " = {" + llvm::Twine(values[0]) + ", " +
            llvm::Twine(values[1]) + "}")
        .str();
  };
  return {"{" + pair("images", x.getShape().slice(1, 2)),
          pair("results", y.getShape().slice(1, 2)),
          pair("window", window),
          pair("strides", strides),
          pair("dilations", dilations),
          pair("padding", padding) + "}"};
}

// Op is a convolution or a gradient of one.
template <typename Op>
Constants ConvolutionConstants(Op op, mlir::RankedTensorType x,
                               mlir::RankedTensorType w,
                               mlir::RankedTensorType y) {
  return WindowConstants(x, y, w.getShape().take_front(2), op.getStrides(),
                         op.getDilations(), op.getPadding());
}

template <typename Op>
Constants PoolingConstants(Op op, mlir::RankedTensorType x,
                           mlir::RankedTensorType y) {
  return WindowConstants(x, y, op.getWindow(), op.getStrides(), {1, 1},
                         op.getPadding());
}

// The sizes of y's dimensions, and how far apart neighbours in them are in x.
Constants PermuteConstants(nn::PermuteOp permute) {
  const auto sizes = permute.getX().getType().getShape();
  llvm::SmallVector<int64_t> strides(sizes.size(), 1);
  for (size_t i = sizes.size(); i-- > 1;)
    strides[i - 1] = strides[i] * sizes[i];
  const auto list = [&](llvm::StringRef name, llvm::ArrayRef<int64_t> of) {
    const auto texts =
        llvm::map_range(permute.getDims().drop_front(),
                        [&](int64_t dim) { return llvm::itostr(of[dim]); });
    return NamedLiteral(name, "{" + llvm::join(texts, ", ") + "}");
  };
  return {list("sizes", sizes), list("strides", strides)};
}

// "{.rows = 28", ".columns = 28", ..., ".fill = Warp::kReflect}",
// "/*stream=*/0": the images' sizes and what is drawn for each.
Constants WarpConstants(nn::RandomWarpOp warp) {
  const auto sizes = warp.getX().getType().getShape().drop_front();
  Constants constants = WarpMembers(warp, sizes);
  constants.front() = "{" + constants.front();
  constants.push_back((".fill = Warp::k" + ToCamelCase(warp.getFill())));
  if (warp.getNearest()) constants.push_back(".takes_nearest = true");
  constants.back() += "}";
  if (!warp.getTransposed())
    constants.push_back(
        Float("fill_value", warp.getFillValue().convertToDouble()));
  constants.push_back(NamedLiteral("stream", llvm::utostr(warp.getStream())));
  return constants;
}

// The formula is a struct, which is made of its own constants.
ReferenceCall PointwiseCall(mlir::Operation* op) {
  llvm::StringRef name = op->getName().stripDialect();
  const bool is_gradient = name.consume_back("_grad");
  ReferenceCall call = {is_gradient ? "PointwiseLossGrad" : "PointwiseLoss",
                        {},
                        ToCamelCase(name)};
  std::string fields;
  if (const auto delta = op->getAttrOfType<mlir::FloatAttr>("delta"))
    fields = Float("delta", delta.getValueAsDouble());
  if (name == nn::KlDivergenceOp::getOperationName().substr(3)) {
    const auto scores = llvm::cast<mlir::RankedTensorType>(
        op->getOperand(is_gradient ? 1 : 0).getType());
    fields = Float("cols", static_cast<double>(scores.getDimSize(1)));
  }
  call.constants.push_back(call.formula + "{" + fields + "}");
  return call;
}

Constants ConstantsOf(mlir::Operation* op) {
  return llvm::TypeSwitch<mlir::Operation*, Constants>(op)
      .Case([](nn::RescaleOp rescale) -> Constants {
        return {Float("scale", rescale.getScale()),
                Float("offset", rescale.getOffset())};
      })
      .Case<nn::LeakyReluOp, nn::LeakyReluGradOp>([](auto relu) -> Constants {
        return {Float("slope", relu.getNegativeSlope())};
      })
      .Case<nn::ClippedReluOp, nn::ClippedReluGradOp>(
          [](auto relu) -> Constants {
            return {Float("max_value", relu.getMaxValue()),
                    Float("slope", relu.getNegativeSlope())};
          })
      .Case<nn::EluOp, nn::EluGradOp>([](auto elu) -> Constants {
        return {Float("alpha", elu.getAlpha())};
      })
      .Case<nn::SampleMeanOp, nn::SampleMeanGradOp>([](auto mean) -> Constants {
        if (!mean.getWeight()) return {};
        return {Float("weight", *mean.getWeight())};
      })
      .Case([](nn::TopKAccuracyOp top) -> Constants {
        return {NamedLiteral("k", llvm::utostr(top.getK()))};
      })
      .Case([](nn::GaussianNoiseOp noise) -> Constants {
        return {Float("stddev", noise.getStddev()),
                NamedLiteral("stream", llvm::utostr(noise.getStream()))};
      })
      .Case(WarpConstants)
      .Case([](nn::DropoutOp dropout) -> Constants {
        return {Double("rate", dropout.getRate()),
                NamedLiteral("stream", llvm::utostr(dropout.getStream()))};
      })
      .Case<nn::SliceOp, nn::EmbedOp>([](auto part) -> Constants {
        return {NamedLiteral("from", llvm::utostr(part.getFrom()))};
      })
      .Case(PermuteConstants)
      .Case<nn::Conv2DOp, nn::DepthwiseConv2DOp>([](auto op) {
        return ConvolutionConstants(op, op.getX().getType(),
                                    op.getW().getType(), op.getY().getType());
      })
      .Case<nn::Conv2DInputGradOp, nn::DepthwiseInputGradOp>([](auto op) {
        return ConvolutionConstants(op, op.getDx().getType(),
                                    op.getW().getType(), op.getDy().getType());
      })
      .Case<nn::Conv2DKernelGradOp, nn::DepthwiseKernelGradOp>([](auto op) {
        return ConvolutionConstants(op, op.getX().getType(),
                                    op.getDw().getType(), op.getDy().getType());
      })
      .Case<nn::MaxPoolOp, nn::SumPoolOp, nn::CountPoolOp, nn::SpreadOp>(
          [](auto op) {
            return PoolingConstants(op, op.getX().getType(),
                                    op.getY().getType());
          })
      .Case([](nn::MaxPoolGradOp op) {
        return PoolingConstants(op, op.getDx().getType(), op.getDy().getType());
      })
      .Case([](nn::WhereGreaterOp where) -> Constants {
        return {
            NamedLiteral("or_equal", where.getOrEqual() ? "true" : "false")};
      })
      .Case<nn::NormalizeOp, nn::NormalizeGradOp, nn::BatchNormalizeOp,
            nn::BatchNormalizeGradOp, nn::StandardizeOp>(
          [](auto op) -> Constants {
            return {Float("epsilon", op.getEpsilon())};
          })
      .Case([](nn::PenaltyOp penalty) -> Constants {
        return {Float("l1", penalty.getL1()), Float("l2", penalty.getL2())};
      })
      .Case([](nn::PenaltyGradOp gradient) -> Constants {
        return {Float("l1", gradient.getL1()), Double("l2", gradient.getL2())};
      })
      .Case<nn::LimitNormOp, nn::ClipOp>(
          [](auto op) -> Constants { return {Float("limit", op.getLimit())}; })
      .Case([](nn::MovingAverageOp average) -> Constants {
        return {Float("momentum", average.getMomentum()),
                Float("share", 1.0 - average.getMomentum())};
      })
      .Case([](nn::AccumulateOp sum) -> Constants {
        return {NamedLiteral("steps", llvm::utostr(sum.getSteps()))};
      })
      .Case(SgdConstants)
      .Case(RmspropConstants)
      .Case<nn::AdamOp, nn::AdamaxOp>(
          [](auto adam) { return AdamConstants(adam); })
      .Case(AdadeltaConstants)
      .Default([](mlir::Operation*) { return Constants(); });
}

}  // namespace

ReferenceCall GetReferenceCall(mlir::Operation* op) {
  if (op->hasTrait<nn::PointwiseLoss>()) return PointwiseCall(op);
  return {FunctionName(op), ConstantsOf(op)};
}

bool WorksOnRows(mlir::Operation* op) {
  return llvm::isa<
      nn::ConcatOp, nn::SliceOp, nn::EmbedOp, nn::BiasAddOp, nn::ReduceSumOp,
      nn::BroadcastOp, nn::SoftmaxOp, nn::SoftmaxGradOp, nn::LogSoftmaxOp,
      nn::LogSoftmaxGradOp, nn::ScaleOp, nn::NormalizeOp, nn::NormalizeGradOp,
      nn::BatchNormalizeOp, nn::BatchNormalizeGradOp, nn::StandardizeOp>(op);
}

}  // namespace sinter
