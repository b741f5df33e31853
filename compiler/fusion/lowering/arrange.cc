// concat, slice, embed and permute: one kernel.arrange each.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

using mlir::Value;
using Sizes = llvm::SmallVector<int64_t>;

// A box of elements, and where they stand before and after.
struct Piece {
  Sizes sizes;
  int64_t from_offset = 0;
  Sizes from;
  int64_t to_offset = 0;
  Sizes to;
};

// Dimensions that are one behind the other on both sides become one, and those
// of one element none.
Piece MergeDimensions(const Piece& piece) {
  Piece merged = {{}, piece.from_offset, {}, piece.to_offset, {}};
  for (const auto& [size, from, to] :
       llvm::zip_equal(piece.sizes, piece.from, piece.to)) {
    if (size == 1) continue;
    const bool continues = !merged.sizes.empty() &&
                           merged.from.back() == size * from &&
                           merged.to.back() == size * to;
    if (continues) {
      merged.sizes.back() *= size;
      merged.from.back() = from;
      merged.to.back() = to;
    } else {
      merged.sizes.push_back(size);
      merged.from.push_back(from);
      merged.to.push_back(to);
    }
  }
  if (merged.sizes.empty()) {
    merged.sizes = {1};
    merged.from = merged.to = {1};
  }
  return merged;
}

// Lowers `op` to pieces of its operands.
void Lower(mlir::Operation* op, Lowering& lowering,
           llvm::ArrayRef<Piece> pieces) {
  mlir::ImplicitLocOpBuilder& builder = lowering.builder();
  const auto inputs = llvm::map_to_vector(
      op->getOperands(), [&](Value input) { return lowering.Lowered(input); });
  const Value bound = lowering.RowBound(inputs);
  const mlir::Type before = op->getResult(0).getType();
  const mlir::Type type =
      bound ? LoweredType(before) : LoweredParameterType(before);
  llvm::SmallVector<mlir::Attribute> attributes;
  for (const auto& [input, unmerged] : llvm::enumerate(pieces)) {
    const Piece piece = MergeDimensions(unmerged);
    attributes.push_back(kernel::PieceAttr::get(
        op->getContext(), static_cast<int64_t>(input), piece.sizes,
        piece.from_offset, piece.from, piece.to_offset, piece.to));
  }
  auto arrange = builder.create<kernel::ArrangeOp>(
      type, inputs, bound, builder.getArrayAttr(attributes));
  RecordOp(arrange, op);
  lowering.Replace(op->getResult(0), arrange.getResult());
  if (bound) lowering.MarkBatch(arrange.getResult());
}

// Elements of the last dimension of each pixel of a row, where pixels have
// `from` elements before, `to` after; all of one of `op`'s operands, `part`. A
// parameter's rows are its pixels.
Piece Columns(mlir::Operation* op, const Lowering& lowering, Value part,
              int64_t from, int64_t to) {
  const auto shape = lowering.TypeBefore(part).getShape();
  const bool is_batch = llvm::any_of(op->getOperands(), [&](Value operand) {
    return lowering.IsBatch(lowering.Lowered(operand));
  });
  int64_t pixels = 1;
  if (is_batch)
    for (const int64_t size : shape.drop_front().drop_back()) pixels *= size;
  return {{pixels, shape.back()}, 0, {from, 1}, 0, {to, 1}};
}

void LowerConcat(nn::ConcatOp concat, Lowering& lowering) {
  const int64_t all = concat.getY().getType().getShape().back();
  llvm::SmallVector<Piece> pieces;
  int64_t to = 0;
  for (const Value x : concat.getXs()) {
    const int64_t width = lowering.LastDimension(x);
    Piece piece = Columns(concat, lowering, x, width, all);
    piece.to_offset = to;
    pieces.push_back(piece);
    to += width;
  }
  Lower(concat, lowering, pieces);
}

void LowerSlice(nn::SliceOp slice, Lowering& lowering) {
  const int64_t all = lowering.LastDimension(slice.getX());
  const int64_t width = slice.getY().getType().getShape().back();
  Piece piece = Columns(slice, lowering, slice.getX(), all, width);
  piece.sizes.back() = width;
  piece.from_offset = static_cast<int64_t>(slice.getFrom());
  Lower(slice, lowering, piece);
}

void LowerEmbed(nn::EmbedOp embed, Lowering& lowering) {
  const int64_t width = lowering.LastDimension(embed.getX());
  const int64_t all = embed.getY().getType().getShape().back();
  Piece piece = Columns(embed, lowering, embed.getX(), width, all);
  piece.to_offset = static_cast<int64_t>(embed.getFrom());
  Lower(embed, lowering, piece);
}

// Of a sample's dimensions, row-major.
Sizes Strides(llvm::ArrayRef<int64_t> sample) {
  Sizes strides(sample.size(), 1);
  for (size_t i = sample.size(); i-- > 1;)
    strides[i - 1] = strides[i] * sample[i];
  return strides;
}

void LowerPermute(nn::PermuteOp permute, Lowering& lowering) {
  const auto sample =
      lowering.TypeBefore(permute.getX()).getShape().drop_front();
  const Sizes from = Strides(sample);
  Piece piece;
  for (const int64_t dim : permute.getDims().drop_front()) {
    piece.sizes.push_back(sample[dim - 1]);
    piece.from.push_back(from[dim - 1]);
  }
  piece.to = Strides(piece.sizes);
  Lower(permute, lowering, piece);
}

}  // namespace

mlir::FailureOr<bool> LowerArrange(mlir::Operation* op, Lowering& lowering) {
  const auto lower = [&](auto function, auto typed) {
    function(typed, lowering);
    return true;
  };
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::ConcatOp concat) { return lower(LowerConcat, concat); })
      .Case([&](nn::SliceOp slice) { return lower(LowerSlice, slice); })
      .Case([&](nn::EmbedOp embed) { return lower(LowerEmbed, embed); })
      .Case([&](nn::PermuteOp permute) { return lower(LowerPermute, permute); })
      .Default(false);
}

}  // namespace sinter
