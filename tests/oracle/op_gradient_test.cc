// The gradient of every differentiable op against central differences.
//
// Each op under test is put into a small @train_step whose parameters are the
// op's operands. What it computes is weighted with random numbers, so that
// every element has a gradient of its own, and goes through the mean squared
// error. Then the real differentiate pass runs.
#include <array>
#include <deque>
#include <functional>
#include <random>
#include <set>
#include <utility>

#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/training/passes.h"
#include "compiler/training/step_function.h"
#include "gtest/gtest.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassManager.h"
#include "tests/oracle/gradient_check.h"

namespace sinter::oracle {
namespace {

using mlir::OpBuilder;
using mlir::RankedTensorType;
using mlir::Value;
using mlir::func::FuncOp;
using Shape = std::vector<int64_t>;

// The sizes of a case: rows is the batch; inner is summed over, or one more
// dimension. cols is at least 2, because a softmax of one number is constant.
struct Sizes {
  int64_t rows;
  int64_t cols;
  int64_t inner;
};

constexpr Sizes kSizes[] = {
    {1, 2, 1},  {1, 3, 2},  {2, 2, 3},  {2, 3, 4},  {3, 2, 5},
    {3, 4, 1},  {4, 3, 2},  {5, 2, 2},  {4, 4, 4},  {2, 7, 3},
    {7, 2, 3},  {1, 16, 2}, {1, 17, 3}, {6, 5, 7},  {3, 10, 9},
    {16, 2, 2}, {17, 3, 1}, {2, 33, 2}, {5, 12, 6}, {8, 8, 8},
};

// What a case builds with.
struct Inputs {
  OpBuilder& builder;
  mlir::Location location;
  Sizes sizes;
  llvm::ArrayRef<Value> parameters;
  Value labels;
  Value targets;  // [rows, cols], no numbers that a loss is bent at
  Value samples;
  Value seed;
  Value iteration;

  template <typename Op, typename... Arguments>
  Value Create(Arguments&&... arguments) const {
    return builder.create<Op>(location, std::forward<Arguments>(arguments)...)
        ->getResult(0);
  }

  RankedTensorType Type(const Shape& shape) const {
    return RankedTensorType::get(shape, builder.getF32Type());
  }
};

struct Case {
  const char* name;
  const char* op;  // the mnemonic under test
  // Shapes of the parameters, the op's operands that may have a gradient.
  std::function<std::vector<Shape>(Sizes)> shapes;
  std::function<Value(const Inputs&)> build;
};

// A partial batch where there is one row to spare.
int64_t SamplesOf(Sizes s) { return std::max<int64_t>(1, s.rows - 1); }

std::vector<Shape> Matrix(Sizes s) { return {{s.rows, s.cols}}; }
std::vector<Shape> TwoMatrices(Sizes s) {
  return {{s.rows, s.cols}, {s.rows, s.cols}};
}
std::vector<Shape> Cube(Sizes s) { return {{s.rows, s.inner, s.cols}}; }
// As many rows as samples, and several numbers in each column.
std::vector<Shape> WholeBatch(Sizes s) {
  return {{SamplesOf(s), s.inner + 1, s.cols}};
}
std::vector<Shape> Images(Sizes s) { return {{s.rows, 2, s.inner, s.cols}}; }
std::vector<Shape> ImagesAndVector(Sizes s) {
  return {{s.rows, 2, s.inner, s.cols}, {s.cols}};
}

// Images and the windows that slide over them, drawn at random for each of
// kSizes: overlapping windows and gaps between them, padding, dilation, sizes
// of 1.
struct Windows {
  using Pair = std::array<int64_t, 2>;

  int64_t samples;
  Pair size;
  int64_t channels;
  Pair window;
  Pair strides;
  Pair dilations;
  Pair padding;
  Pair result_size;
  int64_t result_channels;

  static Windows Draw(Sizes sizes, int64_t largest_dilation) {
    std::mt19937 random(sizes.rows * 1009 + sizes.cols * 31 + sizes.inner);
    const auto draw = [&](int64_t first, int64_t last) {
      return first + static_cast<int64_t>(random() % (last - first + 1));
    };
    Windows w;
    w.samples = draw(1, 3);
    w.channels = draw(1, 5);
    w.result_channels = draw(1, 5);
    for (size_t i = 0; i < 2; ++i) {
      do {
        w.size[i] = draw(1, 6);
        w.window[i] = draw(1, 4);
        w.strides[i] = draw(1, 3);
        w.dilations[i] = draw(1, largest_dilation);
        w.padding[i] = draw(0, (w.window[i] - 1) * w.dilations[i]);
        w.result_size[i] =
            draw(1, (w.size[i] - 1 + w.padding[i]) / w.strides[i] + 1);
      } while (!w.MeetsImages(i));
    }
    return w;
  }

  // Whether some tap is in the images; otherwise all gradients are zero.
  bool MeetsImages(size_t i) const {
    for (int64_t o = 0; o < result_size[i]; ++o)
      for (int64_t k = 0; k < window[i]; ++k) {
        const int64_t at = o * strides[i] + k * dilations[i] - padding[i];
        if (at >= 0 && at < size[i]) return true;
      }
    return false;
  }

  Shape Images() const { return {samples, size[0], size[1], channels}; }
  Shape Kernel() const {
    return {window[0], window[1], channels, result_channels};
  }
  Shape Results(int64_t of_channels) const {
    return {samples, result_size[0], result_size[1], of_channels};
  }
};

Case Conv2D() {
  const auto draw = [](Sizes s) {
    return Windows::Draw(s, /*largest_dilation=*/3);
  };
  return {"conv2d", "conv2d",
          [=](Sizes s) -> std::vector<Shape> {
            const Windows w = draw(s);
            return {w.Images(), w.Kernel()};
          },
          [=](const Inputs& in) {
            const Windows w = draw(in.sizes);
            return in.Create<nn::Conv2DOp>(
                in.Type(w.Results(w.result_channels)), in.parameters[0],
                in.parameters[1], w.strides, w.dilations, w.padding);
          }};
}

Case TransposedConv2D() {
  const auto draw = [](Sizes s) {
    return Windows::Draw(s, /*largest_dilation=*/3);
  };
  return {"conv2d_input_grad", "conv2d_input_grad",
          [=](Sizes s) -> std::vector<Shape> {
            const Windows w = draw(s);
            return {w.Results(w.result_channels), w.Kernel()};
          },
          [=](const Inputs& in) {
            const Windows w = draw(in.sizes);
            return in.Create<nn::Conv2DInputGradOp>(
                in.Type(w.Images()), in.parameters[0], in.parameters[1],
                w.strides, w.dilations, w.padding);
          }};
}

Case DepthwiseConv2D() {
  const auto draw = [](Sizes s) {
    return Windows::Draw(s, /*largest_dilation=*/3);
  };
  return {"depthwise_conv2d", "depthwise_conv2d",
          [=](Sizes s) -> std::vector<Shape> {
            const Windows w = draw(s);
            Shape kernel = w.Kernel();
            kernel.pop_back();
            return {w.Images(), kernel};
          },
          [=](const Inputs& in) {
            const Windows w = draw(in.sizes);
            return in.Create<nn::DepthwiseConv2DOp>(
                in.Type(w.Results(w.channels)), in.parameters[0],
                in.parameters[1], w.strides, w.dilations, w.padding);
          }};
}

constexpr std::array<int64_t, 2> kOnePixel = {1, 1};

// Op pools images: its operand is those, or, where it `spreads`, the results.
template <typename Op>
Case Pooling(const char* op, bool spreads = false) {
  const auto draw = [](Sizes s) {
    return Windows::Draw(s, /*largest_dilation=*/1);
  };
  const auto shape = [](const Windows& w, bool of_images) {
    return of_images ? w.Images() : w.Results(w.channels);
  };
  return {
      op, op,
      [=](Sizes s) -> std::vector<Shape> { return {shape(draw(s), !spreads)}; },
      [=](const Inputs& in) {
        const Windows w = draw(in.sizes);
        return in.Create<Op>(in.Type(shape(w, spreads)), in.parameters[0],
                             w.window, w.strides, w.padding);
      }};
}

// One operand of shape `shapes`, no attributes.
template <typename Op>
Case Unary(const char* op, std::function<std::vector<Shape>(Sizes)> shapes,
           const char* name = nullptr) {
  return {name ? name : op, op, std::move(shapes),
          [](const Inputs& in) { return in.Create<Op>(in.parameters[0]); }};
}

template <typename Op>
Case Binary(const char* op) {
  return {op, op, TwoMatrices, [](const Inputs& in) {
            return in.Create<Op>(in.parameters[0], in.parameters[1]);
          }};
}

// An op that passes one of its two elements on; their product beside it, so
// that the other one has a gradient, too.
template <typename Op>
Case Choice(const char* op) {
  return {op, op, TwoMatrices, [](const Inputs& in) {
            const Value a = in.parameters[0], b = in.parameters[1];
            return in.Create<nn::AddOp>(in.Create<Op>(a, b),
                                        in.Create<nn::MultiplyOp>(a, b));
          }};
}

Case MatmulCase(const char* name, bool transpose_a, bool transpose_b) {
  const auto shapes = [=](Sizes s) -> std::vector<Shape> {
    Shape a = {s.rows, s.inner};
    Shape b = {s.inner, s.cols};
    if (transpose_a) std::swap(a[0], a[1]);
    if (transpose_b) std::swap(b[0], b[1]);
    return {a, b};
  };
  return {name, "matmul", shapes, [=](const Inputs& in) {
            return in.Create<nn::MatmulOp>(in.parameters[0], in.parameters[1],
                                           transpose_a, transpose_b);
          }};
}

template <typename Op>
Case LossCase(const char* op) {
  return {op, op, Matrix, [](const Inputs& in) {
            return in.Create<Op>(in.parameters[0], in.labels);
          }};
}

// Of outputs between 0 and 1, against values.
template <typename Op>
Case ValueCase(const char* op) {
  static std::deque<std::string> names;
  const std::string& name = names.emplace_back(std::string(op) + "_of_values");
  return {name.c_str(), op, Matrix, [](const Inputs& in) {
            return in.Create<Op>(in.Create<nn::SigmoidOp>(in.parameters[0]),
                                 in.targets);
          }};
}

std::vector<Case> Cases() {
  const auto with_bias = [](Sizes s) -> std::vector<Shape> {
    return {{s.rows, s.cols}, {s.cols}};
  };
  const auto vector = [](Sizes s) -> std::vector<Shape> { return {{s.cols}}; };
  return {
      Unary<nn::CastOp>("cast", Matrix),
      {"rescale", "rescale", Cube,
       [](const Inputs& in) {
         return in.Create<nn::RescaleOp>(in.parameters[0], -0.3, 0.7);
       }},
      {"reshape", "reshape", Cube,
       [](const Inputs& in) {
         const Sizes s = in.sizes;
         return in.Create<nn::ReshapeOp>(in.Type({s.rows, s.cols, s.inner}),
                                         in.parameters[0]);
       }},
      MatmulCase("matmul", false, false),
      MatmulCase("matmul_transpose_a", true, false),
      MatmulCase("matmul_transpose_b", false, true),
      MatmulCase("matmul_transpose_both", true, true),
      {"matmul_square_of_one_value", "matmul",
       [](Sizes s) -> std::vector<Shape> { return {{s.cols, s.cols}}; },
       [](const Inputs& in) {
         return in.Create<nn::MatmulOp>(in.parameters[0], in.parameters[0],
                                        false, false);
       }},
      {"bias_add", "bias_add", with_bias,
       [](const Inputs& in) {
         return in.Create<nn::BiasAddOp>(in.parameters[0], in.parameters[1]);
       }},
      {"bias_add_images", "bias_add", ImagesAndVector,
       [](const Inputs& in) {
         return in.Create<nn::BiasAddOp>(in.parameters[0], in.parameters[1]);
       }},
      Binary<nn::AddOp>("add"),
      Binary<nn::MultiplyOp>("multiply"),
      {"divide", "divide", TwoMatrices,
       [](const Inputs& in) {  // by what is not near zero
         return in.Create<nn::DivideOp>(
             in.parameters[0],
             in.Create<nn::RescaleOp>(
                 in.Create<nn::SigmoidOp>(in.parameters[1]), 1.0, 0.5));
       }},
      Choice<nn::MaximumOp>("maximum"),
      Choice<nn::MinimumOp>("minimum"),
      Unary<nn::ReduceSumOp>("reduce_sum", Matrix),
      Unary<nn::ReduceSumOp>("reduce_sum", Images, "reduce_sum_images"),
      {"broadcast_images", "broadcast", vector,
       [](const Inputs& in) {
         const Sizes s = in.sizes;
         return in.Create<nn::BroadcastOp>(
             in.Type({s.rows, 2, s.inner, s.cols}), in.parameters[0]);
       }},
      {"broadcast", "broadcast", vector,
       [](const Inputs& in) {
         return in.Create<nn::BroadcastOp>(
             in.Type({in.sizes.rows, in.sizes.cols}), in.parameters[0]);
       }},
      {"dropout", "dropout", Cube,
       [](const Inputs& in) {
         return in.Create<nn::DropoutOp>(in.parameters[0], in.seed,
                                         in.iteration, 0.3, 2);
       }},
      Unary<nn::ReluOp>("relu", Cube),
      {"leaky_relu", "leaky_relu", Cube,
       [](const Inputs& in) {
         return in.Create<nn::LeakyReluOp>(in.parameters[0], 0.15);
       }},
      {"elu", "elu", Cube,
       [](const Inputs& in) {
         return in.Create<nn::EluOp>(in.parameters[0], 0.8);
       }},
      Unary<nn::SigmoidOp>("sigmoid", Cube),
      Unary<nn::TanhOp>("tanh", Cube),
      Unary<nn::GeluOp>("gelu", Cube),
      Unary<nn::SiluOp>("silu", Cube),
      Unary<nn::SoftsignOp>("softsign", Cube),
      {"clipped_relu", "clipped_relu", Cube,
       [](const Inputs& in) {
         return in.Create<nn::ClippedReluOp>(in.parameters[0], 0.5, 0.15);
       }},
      Unary<nn::SeluOp>("selu", Cube),
      Unary<nn::HardSigmoidOp>("hard_sigmoid", Cube),
      Unary<nn::HardSiluOp>("hard_silu", Cube),
      Unary<nn::MishOp>("mish", Cube),
      Unary<nn::SoftplusOp>("softplus", Cube),
      Unary<nn::ExponentialOp>("exponential", Cube),
      Unary<nn::LogSoftmaxOp>("log_softmax", Cube),
      Unary<nn::SoftmaxOp>("softmax", Cube),
      Unary<nn::SoftmaxOp>("softmax", Images, "softmax_images"),
      Conv2D(),
      TransposedConv2D(),
      DepthwiseConv2D(),
      {"concat", "concat",
       [](Sizes s) -> std::vector<Shape> {
         return {{s.rows, s.inner, s.cols}, {s.rows, s.inner, 2}};
       },
       [](const Inputs& in) {
         const Sizes s = in.sizes;
         return in.Create<nn::ConcatOp>(
             in.Type({s.rows, s.inner, 2 * s.cols + 2}),
             mlir::ValueRange{in.parameters[0], in.parameters[1],
                              in.parameters[0]});
       }},
      {"slice", "slice",
       [](Sizes s) -> std::vector<Shape> {
         return {{s.rows, s.inner, s.cols + 3}};
       },
       [](const Inputs& in) {
         const Sizes s = in.sizes;
         return in.Create<nn::SliceOp>(in.Type({s.rows, s.inner, s.cols}),
                                       in.parameters[0], 1);
       }},
      {"embed", "embed", Cube,
       [](const Inputs& in) {
         const Sizes s = in.sizes;
         return in.Create<nn::EmbedOp>(in.Type({s.rows, s.inner, s.cols + 3}),
                                       in.parameters[0], 2);
       }},
      {"permute", "permute", Images,
       [](const Inputs& in) {
         const auto shape =
             llvm::cast<mlir::RankedTensorType>(in.parameters[0].getType())
                 .getShape();
         return in.Create<nn::PermuteOp>(
             in.Type({shape[0], shape[3], shape[1], shape[2]}),
             in.parameters[0], llvm::ArrayRef<int64_t>{0, 3, 1, 2});
       }},
      {"random_warp", "random_warp", Images,
       [](const Inputs& in) {
         mlir::Builder make(in.parameters[0].getContext());
         const auto interval = [&](llvm::StringRef name, double low,
                                   double high) {
           return make.getNamedAttr(name,
                                    make.getDenseF64ArrayAttr({low, high}));
         };
         return in.Create<nn::RandomWarpOp>(
             mlir::TypeRange{in.parameters[0].getType()},
             mlir::ValueRange{in.parameters[0], in.seed, in.iteration},
             llvm::ArrayRef<mlir::NamedAttribute>{
                 make.getNamedAttr("stream", make.getI32IntegerAttr(3)),
                 make.getNamedAttr("fill", make.getStringAttr("constant")),
                 make.getNamedAttr("fill_value", make.getF64FloatAttr(0.5)),
                 make.getNamedAttr("flips_columns", make.getUnitAttr()),
                 interval("angle", -0.5, 0.5), interval("row_zoom", 0.5, 1.5),
                 interval("row_shift", -0.5, 0.5)});
       }},
      {"gaussian_noise", "gaussian_noise", Cube,
       [](const Inputs& in) {
         return in.Create<nn::GaussianNoiseOp>(in.parameters[0], in.seed,
                                               in.iteration, /*stddev=*/0.5,
                                               /*stream=*/3);
       }},
      {"count_pool", "count_pool", Images,
       [](const Inputs& in) {  // beside an op that has a gradient
         constexpr std::array<int64_t, 2> kWindow = {2, 1}, kOnes = {1, 1};
         const Value count = in.Create<nn::CountPoolOp>(
             in.parameters[0].getType(), in.parameters[0], kWindow, kOnes,
             std::array<int64_t, 2>{1, 0});
         return in.Create<nn::MultiplyOp>(count, in.parameters[0]);
       }},
      {"peak", "peak", Images,
       [](const Inputs& in) {
         const Sizes s = in.sizes;
         return in.Create<nn::PeakOp>(in.Type({s.rows, 1, 1, s.cols}),
                                      in.parameters[0]);
       }},
      {"pad", "sum_pool", Images,
       [](const Inputs& in) {
         return in.Create<nn::SumPoolOp>(
             in.Type({in.sizes.rows, 7, in.sizes.inner + 2, in.sizes.cols}),
             in.parameters[0], kOnePixel, kOnePixel,
             std::array<int64_t, 2>{3, 1});
       }},
      {"crop", "spread",
       [](Sizes s) -> std::vector<Shape> {
         return {{s.rows, 7, s.inner + 2, s.cols}};
       },
       [](const Inputs& in) {
         return in.Create<nn::SpreadOp>(
             in.Type({in.sizes.rows, 2, in.sizes.inner, in.sizes.cols}),
             in.parameters[0], kOnePixel, kOnePixel,
             std::array<int64_t, 2>{3, 1});
       }},
      Pooling<nn::MaxPoolOp>("max_pool"),
      Pooling<nn::SumPoolOp>("sum_pool"),
      Pooling<nn::SpreadOp>("spread", /*spreads=*/true),
      {"normalize", "normalize", Cube,
       [](const Inputs& in) {
         return in.Create<nn::NormalizeOp>(in.parameters[0], 0.01);
       }},
      {"batch_normalize", "batch_normalize", WholeBatch,
       [](const Inputs& in) {
         return in.Create<nn::BatchNormalizeOp>(in.parameters[0], in.samples,
                                                0.5);
       }},
      {"standardize", "standardize", WholeBatch,
       [](const Inputs& in) {
         const Value ones = in.Create<nn::InitializeOp>(
             in.Type({in.sizes.cols}), nn::InitializerKind::kOnes, 1, 1);
         return in.Create<nn::StandardizeOp>(in.parameters[0], ones, ones, 0.5);
       }},
      {"scale", "scale", ImagesAndVector,
       [](const Inputs& in) {
         return in.Create<nn::ScaleOp>(in.parameters[0], in.parameters[1]);
       }},
      LossCase<nn::SparseCrossEntropyOp>("sparse_cross_entropy"),
      LossCase<nn::MeanSquaredErrorOp>("mean_squared_error"),
      LossCase<nn::MeanAbsoluteErrorOp>("mean_absolute_error"),
      LossCase<nn::LogCoshOp>("log_cosh"),
      LossCase<nn::HingeOp>("hinge"),
      LossCase<nn::SquaredHingeOp>("squared_hinge"),
      ValueCase<nn::CrossEntropyOp>("cross_entropy"),
      ValueCase<nn::BinaryCrossEntropyOp>("binary_cross_entropy"),
      ValueCase<nn::MeanSquaredErrorOp>("mean_squared_error"),
      ValueCase<nn::MeanAbsoluteErrorOp>("mean_absolute_error"),
      ValueCase<nn::MeanAbsolutePercentageErrorOp>(
          "mean_absolute_percentage_error"),
      ValueCase<nn::MeanSquaredLogarithmicErrorOp>(
          "mean_squared_logarithmic_error"),
      ValueCase<nn::LogCoshOp>("log_cosh"),
      ValueCase<nn::PoissonOp>("poisson"),
      ValueCase<nn::KlDivergenceOp>("kl_divergence"),
      ValueCase<nn::HingeOp>("hinge"),
      ValueCase<nn::SquaredHingeOp>("squared_hinge"),
      {"huber", "huber", Matrix,
       [](const Inputs& in) {
         return in.Create<nn::HuberOp>(in.parameters[0], in.targets, 0.3);
       }},
      {"huber_of_labels", "huber", Matrix,
       [](const Inputs& in) {
         return in.Create<nn::HuberOp>(in.parameters[0], in.labels, 1.0);
       }},
      {"weighted_sample_mean", "sample_mean",
       [](Sizes s) -> std::vector<Shape> { return {{s.rows}}; },
       [](const Inputs& in) {
         return in.Create<nn::SampleMeanOp>(
             in.Create<nn::MultiplyOp>(in.parameters[0], in.parameters[0]),
             in.samples, in.builder.getF64FloatAttr(0.3));
       }},
      {"penalty", "penalty", Matrix,
       [](const Inputs& in) {
         return in.Create<nn::PenaltyOp>(in.parameters[0], 0.25, 0.5);
       }},
      {"sample_mean", "sample_mean",
       [](Sizes s) -> std::vector<Shape> { return {{s.rows}}; },
       [](const Inputs& in) {
         return in.Create<nn::SampleMeanOp>(
             in.Create<nn::MultiplyOp>(in.parameters[0], in.parameters[0]),
             in.samples, mlir::FloatAttr());
       }},
  };
}

// A @train_step around one op, with the values of its arguments.
class OpGradient {
 public:
  OpGradient(const Case& test, Sizes sizes)
      : builder_(&context_),
        random_(sizes.rows * 10007 + sizes.cols * 101 + sizes.inner) {
    context_.loadDialect<mlir::func::FuncDialect, nn::NnDialect>();
    module_ = mlir::ModuleOp::create(Here());
    builder_.setInsertionPointToEnd(module_->getBody());
    step_ = builder_.create<FuncOp>(Here(), nn::kTrainStep,
                                    builder_.getFunctionType({}, {}));
    builder_.setInsertionPointToStart(step_.addEntryBlock());
    Build(test, sizes);
  }

  // Whether the pass works; it reports what is in its way.
  bool Differentiate() {
    mlir::PassManager manager(&context_);
    manager.addPass(CreateDifferentiatePass());
    return mlir::succeeded(mlir::verify(*module_)) &&
           mlir::succeeded(manager.run(*module_));
  }

  bool Contains(llvm::StringRef mnemonic) {
    return step_
        .walk([&](mlir::Operation* op) {
          const bool found = op->getName().stripDialect() == mnemonic;
          return found ? mlir::WalkResult::interrupt()
                       : mlir::WalkResult::advance();
        })
        .wasInterrupted();
  }

  FuncOp step() { return step_; }
  const std::vector<Tensor>& arguments() const { return arguments_; }

 private:
  mlir::Location Here() { return builder_.getUnknownLoc(); }

  Value AddArgument(mlir::Type type, Tensor value,
                    mlir::DictionaryAttr attributes = {}) {
    const unsigned index = step_.getNumArguments();
    step_.insertArgument(index, type, attributes, Here());
    arguments_.push_back(std::move(value));
    return step_.getArgument(index);
  }

  // Between 0.1 and 1.5 away from zero, where relu and its kin have a kink, and
  // of both signs.
  Tensor Random(const Shape& shape) {
    std::uniform_real_distribution<double> distribution(0.1, 1.5);
    Tensor tensor = Tensor::Zeros(shape);
    bool negative = false;
    for (double& value : tensor.data) {
      value = distribution(random_) * (negative ? -1 : 1);
      negative = !negative;
    }
    return tensor;
  }

  Value AddTensor(const Shape& shape, mlir::DictionaryAttr attributes = {}) {
    return AddArgument(RankedTensorType::get(shape, builder_.getF32Type()),
                       Random(shape), attributes);
  }

  Value AddLabels(int64_t rows, int64_t classes) {
    Tensor labels = Tensor::Zeros({rows});
    for (double& label : labels.data) label = random_() % classes;
    const auto ui8 = builder_.getIntegerType(8, /*isSigned=*/false);
    return AddArgument(RankedTensorType::get({rows}, ui8), labels);
  }

  Value AddTargets(int64_t rows, int64_t cols) {
    Tensor targets = Tensor::Zeros({rows, cols});
    for (double& target : targets.data) target = random_() % 2 == 0 ? 0.25 : 1;
    return AddArgument(
        RankedTensorType::get({rows, cols}, builder_.getF32Type()), targets);
  }

  Value AddScalar(double value, unsigned bits = 32) {
    return AddArgument(builder_.getIntegerType(bits), Tensor::Scalar(value));
  }

  void Build(const Case& test, Sizes sizes) {
    std::vector<Value> parameters;
    for (const Shape& shape : test.shapes(sizes)) {
      const std::string name = "operand_" + std::to_string(parameters.size());
      parameters.push_back(AddTensor(
          shape,
          nn::MakeRoleAttributes(&context_, nn::Role::kParameter, name)));
    }
    const Inputs inputs = {builder_,
                           Here(),
                           sizes,
                           parameters,
                           AddLabels(sizes.rows, sizes.cols),
                           AddTargets(sizes.rows, sizes.cols),
                           AddScalar(SamplesOf(sizes)),
                           AddScalar(3),
                           AddScalar(5, /*bits=*/64)};
    const Value loss = ToLoss(test.build(inputs), inputs);
    builder_.create<mlir::func::ReturnOp>(Here());
    SetResults(step_, {{loss, nn::Role::kLoss}});
  }

  // A loss of any value.
  Value ToLoss(Value value, const Inputs& in) {
    auto type = llvm::cast<RankedTensorType>(value.getType());
    if (type.getRank() == 0) return value;
    if (type.getRank() == 1) {
      value =
          in.Create<nn::BroadcastOp>(in.Type({2, type.getDimSize(0)}), value);
    } else if (type.getRank() > 2) {
      const int64_t rows = type.getDimSize(0);
      value = in.Create<nn::ReshapeOp>(
          in.Type({rows, type.getNumElements() / rows}), value);
    }
    const Shape shape =
        llvm::cast<RankedTensorType>(value.getType()).getShape().vec();
    value = in.Create<nn::MultiplyOp>(value, AddTensor(shape));
    return in.Create<nn::SampleMeanOp>(
        in.Create<nn::MeanSquaredErrorOp>(value, AddLabels(shape[0], shape[1])),
        AddScalar(shape[0]), mlir::FloatAttr());
  }

  mlir::MLIRContext context_;
  OpBuilder builder_;
  std::mt19937 random_;
  mlir::OwningOpRef<mlir::ModuleOp> module_;
  FuncOp step_;
  std::vector<Tensor> arguments_;
};

class OpGradientTest : public ::testing::TestWithParam<Case> {};

TEST_P(OpGradientTest, EqualsDifferenceQuotient) {
  for (const Sizes sizes : kSizes) {
    SCOPED_TRACE(::testing::Message()
                 << "rows " << sizes.rows << ", cols " << sizes.cols
                 << ", inner " << sizes.inner);
    OpGradient gradient(GetParam(), sizes);
    ASSERT_TRUE(gradient.Contains(GetParam().op));
    ASSERT_TRUE(gradient.Differentiate());
    EXPECT_TRUE(CheckGradients(gradient.step(), gradient.arguments()));
  }
}

INSTANTIATE_TEST_SUITE_P(All, OpGradientTest, ::testing::ValuesIn(Cases()),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

TEST(OpGradients, CoverEveryDifferentiableOp) {
  std::set<std::string> tested;
  for (const Case& test : Cases()) tested.insert(test.op);
  mlir::MLIRContext context;
  context.loadDialect<nn::NnDialect>();
  std::set<std::string> differentiable;
  for (mlir::RegisteredOperationName op : context.getRegisteredOperations()) {
    if (op.getDialectNamespace() == nn::NnDialect::getDialectNamespace() &&
        op.hasInterface<DifferentiableOpInterface>())
      differentiable.insert(op.stripDialect().str());
  }
  EXPECT_EQ(tested, differentiable);
}

}  // namespace
}  // namespace sinter::oracle
