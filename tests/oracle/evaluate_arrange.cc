// nn_arrange_ops.td.
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

// Copies `part`'s elements into `whole` or, if it `takes` them, out of it:
// columns of the last dimension from `from` on.
void CopyPart(Tensor& part, Tensor& whole, size_t from, bool takes) {
  const auto width = static_cast<size_t>(part.shape.back());
  const auto columns = static_cast<size_t>(whole.shape.back());
  for (size_t i = 0; i < part.data.size(); ++i) {
    double& inner = part.data[i];
    double& outer = whole.data[i / width * columns + from + i % width];
    (takes ? inner : outer) = takes ? outer : inner;
  }
}

Tensor Concat(nn::ConcatOp op, Operands in) {
  Tensor y = Tensor::Zeros(ResultShape(op));
  size_t from = 0;
  for (Tensor x : in) {
    CopyPart(x, y, from, /*takes=*/false);
    from += x.shape.back();
  }
  return y;
}

Tensor Slice(nn::SliceOp op, Operands in) {
  Tensor y = Tensor::Zeros(ResultShape(op));
  Tensor x = in[0];
  CopyPart(y, x, op.getFrom(), /*takes=*/true);
  return y;
}

Tensor Embed(nn::EmbedOp op, Operands in) {
  Tensor y = Tensor::Zeros(ResultShape(op));
  Tensor x = in[0];
  CopyPart(x, y, op.getFrom(), /*takes=*/false);
  return y;
}

// Counts through y's indices, and finds each in x.
Tensor Permute(nn::PermuteOp op, Operands in) {
  const Tensor& x = in[0];
  Tensor y = Tensor::Zeros(ResultShape(op));
  const size_t rank = y.shape.size();
  std::vector<int64_t> index(rank, 0);
  for (double& element : y.data) {
    std::vector<int64_t> of_x(rank);
    for (size_t k = 0; k < rank; ++k) of_x[op.getDims()[k]] = index[k];
    int64_t at = 0;
    for (size_t k = 0; k < rank; ++k) at = at * x.shape[k] + of_x[k];
    element = x.data[at];
    for (size_t k = rank; k-- > 0;) {
      if (++index[k] < y.shape[k]) break;
      index[k] = 0;
    }
  }
  return y;
}

}  // namespace

Tensors EvaluateArrange(mlir::Operation* op, Operands in) {
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::ConcatOp concat) { return Tensors{Concat(concat, in)}; })
      .Case([&](nn::SliceOp slice) { return Tensors{Slice(slice, in)}; })
      .Case([&](nn::EmbedOp embed) { return Tensors{Embed(embed, in)}; })
      .Case(
          [&](nn::PermuteOp permute) { return Tensors{Permute(permute, in)}; })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
