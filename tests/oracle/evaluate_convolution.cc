// nn_convolution_ops.td in double precision.
#include <cmath>
#include <functional>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

using Pair = llvm::ArrayRef<int64_t>;

double& At(Tensor& x, int64_t i, int64_t j, int64_t k, int64_t l) {
  const std::vector<int64_t>& s = x.shape;
  return x.data[((i * s[1] + j) * s[2] + k) * s[3] + l];
}

double At(const Tensor& x, int64_t i, int64_t j, int64_t k, int64_t l) {
  return At(const_cast<Tensor&>(x), i, j, k, l);
}

// A tap of the window of one result pixel, and where in the images it is.
struct Tap {
  int64_t n, oh, ow;
  int64_t kh, kw;
  int64_t ih, iw;
};

// Calls `visit` for each tap inside images of shape `x`, where `y` is the shape
// of the results: all taps of a result in row-major order.
void ForEachTap(const std::vector<int64_t>& x, const std::vector<int64_t>& y,
                Pair window, Pair strides, Pair dilations, Pair padding,
                const std::function<void(const Tap&)>& visit) {
  for (int64_t n = 0; n < y[0]; ++n)
    for (int64_t oh = 0; oh < y[1]; ++oh)
      for (int64_t ow = 0; ow < y[2]; ++ow)
        for (int64_t kh = 0; kh < window[0]; ++kh)
          for (int64_t kw = 0; kw < window[1]; ++kw) {
            const int64_t ih = oh * strides[0] + kh * dilations[0] - padding[0];
            const int64_t iw = ow * strides[1] + kw * dilations[1] - padding[1];
            if (ih < 0 || ih >= x[1] || iw < 0 || iw >= x[2]) continue;
            visit({n, oh, ow, kh, kw, ih, iw});
          }
}

// Where the factors of a product are in the data of x, the kernel and y.
struct Factors {
  int64_t x, w, y;
};

// Op is a convolution or a gradient of one. A kernel of rank 3 has one weight
// for each channel, another one for each pair of channels.
template <typename Op>
void ForEachProduct(Op op, const std::vector<int64_t>& x,
                    const std::vector<int64_t>& w,
                    const std::vector<int64_t>& y,
                    const std::function<void(const Factors&)>& visit) {
  ForEachTap(x, y, Pair(w).take_front(2), op.getStrides(), op.getDilations(),
             op.getPadding(), [&](const Tap& t) {
               const int64_t in_x = ((t.n * x[1] + t.ih) * x[2] + t.iw) * x[3];
               const int64_t in_w = (t.kh * w[1] + t.kw) * w[2];
               const int64_t in_y = ((t.n * y[1] + t.oh) * y[2] + t.ow) * y[3];
               for (int64_t ci = 0; ci < w[2]; ++ci) {
                 if (w.size() == 3) {
                   visit({in_x + ci, in_w + ci, in_y + ci});
                   continue;
                 }
                 for (int64_t co = 0; co < w[3]; ++co)
                   visit({in_x + ci, (in_w + ci) * w[3] + co, in_y + co});
               }
             });
}

template <typename Op>
Tensor Convolve(Op op, Operands in) {
  const Tensor& x = in[0];
  const Tensor& w = in[1];
  Tensor y = Tensor::Zeros(ResultShape(op));
  ForEachProduct(op, x.shape, w.shape, y.shape, [&](const Factors& at) {
    y.data[at.y] += x.data[at.x] * w.data[at.w];
  });
  return y;
}

template <typename Op>
Tensor InputGradient(Op op, Operands in) {
  const Tensor& dy = in[0];
  const Tensor& w = in[1];
  Tensor dx = Tensor::Zeros(ResultShape(op));
  ForEachProduct(op, dx.shape, w.shape, dy.shape, [&](const Factors& at) {
    dx.data[at.x] += dy.data[at.y] * w.data[at.w];
  });
  return dx;
}

template <typename Op>
Tensor KernelGradient(Op op, Operands in) {
  const Tensor& x = in[0];
  const Tensor& dy = in[1];
  Tensor dw = Tensor::Zeros(ResultShape(op));
  ForEachProduct(op, x.shape, dw.shape, dy.shape, [&](const Factors& at) {
    dw.data[at.w] += x.data[at.x] * dy.data[at.y];
  });
  return dw;
}

template <typename Op>
void ForEachPoolTap(Op op, const std::vector<int64_t>& x,
                    const std::vector<int64_t>& y,
                    const std::function<void(const Tap&, int64_t c)>& visit) {
  ForEachTap(x, y, op.getWindow(), op.getStrides(), {1, 1}, op.getPadding(),
             [&](const Tap& tap) {
               for (int64_t c = 0; c < x[3]; ++c) visit(tap, c);
             });
}

Tensors MaxPool(nn::MaxPoolOp op, Operands in) {
  const Tensor& x = in[0];
  Tensor y = Tensor::Zeros(ResultShape(op));
  Tensor index = Tensor::Zeros(y.shape);
  for (double& tap : index.data) tap = -1;  // none yet
  ForEachPoolTap(op, x.shape, y.shape, [&](const Tap& t, int64_t c) {
    const double value = At(x, t.n, t.ih, t.iw, c);
    double& largest = At(y, t.n, t.oh, t.ow, c);
    double& tap = At(index, t.n, t.oh, t.ow, c);
    const bool is_first = tap < 0;
    const bool is_first_nan = std::isnan(value) && !std::isnan(largest);
    if (!is_first && !is_first_nan && !(value > largest)) return;
    largest = value;
    tap = t.kh * op.getWindow()[1] + t.kw;
  });
  return {y, index};
}

Tensor MaxPoolGradient(nn::MaxPoolGradOp op, Operands in) {
  const Tensor& dy = in[0];
  const Tensor& index = in[1];
  Tensor dx = Tensor::Zeros(ResultShape(op));
  ForEachPoolTap(op, dx.shape, dy.shape, [&](const Tap& t, int64_t c) {
    const int64_t tap = t.kh * op.getWindow()[1] + t.kw;
    if (At(index, t.n, t.oh, t.ow, c) == tap)
      At(dx, t.n, t.ih, t.iw, c) += At(dy, t.n, t.oh, t.ow, c);
  });
  return dx;
}

Tensor SumPool(nn::SumPoolOp op, Operands in) {
  const Tensor& x = in[0];
  Tensor y = Tensor::Zeros(ResultShape(op));
  ForEachPoolTap(op, x.shape, y.shape, [&](const Tap& t, int64_t c) {
    At(y, t.n, t.oh, t.ow, c) += At(x, t.n, t.ih, t.iw, c);
  });
  return y;
}

Tensor CountPool(nn::CountPoolOp op, Operands in) {
  Tensor y = Tensor::Zeros(ResultShape(op));
  ForEachPoolTap(op, in[0].shape, y.shape, [&](const Tap& t, int64_t c) {
    At(y, t.n, t.oh, t.ow, c) += 1;
  });
  return y;
}

Tensor Peak(nn::PeakOp op, Operands in) {
  const Tensor& x = in[0];
  Tensor y = Tensor::Zeros(ResultShape(op));
  for (int64_t n = 0; n < x.shape[0]; ++n)
    for (int64_t c = 0; c < x.shape[3]; ++c) {
      double largest = At(x, n, 0, 0, c);
      for (int64_t i = 0; i < x.shape[1]; ++i)
        for (int64_t j = 0; j < x.shape[2]; ++j) {
          const double value = At(x, n, i, j, c);
          if (value > largest || std::isnan(value)) largest = value;
        }
      At(y, n, 0, 0, c) = largest;
    }
  return y;
}

Tensor Spread(nn::SpreadOp op, Operands in) {
  const Tensor& y = in[0];
  Tensor x = Tensor::Zeros(ResultShape(op));
  ForEachPoolTap(op, x.shape, y.shape, [&](const Tap& t, int64_t c) {
    At(x, t.n, t.ih, t.iw, c) += At(y, t.n, t.oh, t.ow, c);
  });
  return x;
}

}  // namespace

std::vector<double> PoolMargins(mlir::Operation* op, Operands in) {
  auto pool = llvm::cast<nn::MaxPoolOp>(op);
  const Tensor& x = in[0];
  const Tensor y = MaxPool(pool, in)[0];
  std::vector<double> margins;
  ForEachPoolTap(pool, x.shape, y.shape, [&](const Tap& t, int64_t c) {
    margins.push_back(At(y, t.n, t.oh, t.ow, c) - At(x, t.n, t.ih, t.iw, c));
  });
  return margins;
}

std::vector<double> PeakMargins(mlir::Operation* op, Operands in) {
  const Tensor& x = in[0];
  const Tensor y = Peak(llvm::cast<nn::PeakOp>(op), in);
  const int64_t channels = x.shape[3];
  const int64_t image = x.shape[1] * x.shape[2] * channels;
  std::vector<double> margins;
  for (int64_t i = 0; i < static_cast<int64_t>(x.data.size()); ++i)
    margins.push_back(y.data[i / image * channels + i % channels] - x.data[i]);
  return margins;
}

Tensors EvaluateConvolution(mlir::Operation* op, Operands in) {
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case<nn::Conv2DOp, nn::DepthwiseConv2DOp>(
          [&](auto conv) { return Tensors{Convolve(conv, in)}; })
      .Case<nn::Conv2DInputGradOp, nn::DepthwiseInputGradOp>(
          [&](auto grad) { return Tensors{InputGradient(grad, in)}; })
      .Case<nn::Conv2DKernelGradOp, nn::DepthwiseKernelGradOp>(
          [&](auto grad) { return Tensors{KernelGradient(grad, in)}; })
      .Case([&](nn::MaxPoolOp pool) { return MaxPool(pool, in); })
      .Case([&](nn::MaxPoolGradOp grad) {
        return Tensors{MaxPoolGradient(grad, in)};
      })
      .Case([&](nn::SumPoolOp pool) { return Tensors{SumPool(pool, in)}; })
      .Case([&](nn::CountPoolOp pool) { return Tensors{CountPool(pool, in)}; })
      .Case([&](nn::PeakOp peak) { return Tensors{Peak(peak, in)}; })
      .Case([&](nn::SpreadOp spread) { return Tensors{Spread(spread, in)}; })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
