// crop-images: pixels that nobody reads are not computed.
//
// Windows that do not divide an image leave its last rows and columns: a 2 x 2
// pooling of 11 x 11 pixels reads 10 x 10 of them. What makes such an image, a
// convolution or a pooling, makes it smaller then, and may itself read less.
// Gradients, built afterwards, follow: those of pixels that are gone were zero.
#include <algorithm>
#include <array>
#include <optional>

#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/remarks.h"
#include "compiler/training/passes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {

#define GEN_PASS_DEF_CROPIMAGES
#include "compiler/training/passes.h.inc"

namespace {

using mlir::Operation;
using mlir::Value;

using Extents = std::array<int64_t, 2>;  // height and width

Extents ExtentsOf(Value images) {
  const auto type = mlir::cast<mlir::RankedTensorType>(images.getType());
  return {type.getDimSize(1), type.getDimSize(2)};
}

// What the windows of an op reach of its images.
Extents Reach(Value images, Value result, llvm::ArrayRef<int64_t> taps,
              llvm::ArrayRef<int64_t> strides,
              llvm::ArrayRef<int64_t> dilations,
              llvm::ArrayRef<int64_t> padding) {
  Extents reached = ExtentsOf(images);
  const Extents made = ExtentsOf(result);
  for (size_t i = 0; i < reached.size(); ++i) {
    const int64_t extent = (taps[i] - 1) * dilations[i] + 1;
    const int64_t end = (made[i] - 1) * strides[i] + extent - padding[i];
    reached[i] = std::clamp<int64_t>(end, 1, reached[i]);
  }
  return reached;
}

template <typename Op>
Extents ReachOfConvolution(Op op) {
  const auto kernel = mlir::cast<mlir::RankedTensorType>(op.getW().getType());
  return Reach(op.getX(), op.getY(), kernel.getShape().take_front(2),
               op.getStrides(), op.getDilations(), op.getPadding());
}

template <typename Op>
Extents ReachOfPooling(Op op) {
  constexpr std::array<int64_t, 2> kNoDilation = {1, 1};
  return Reach(op.getX(), op.getY(), op.getWindow(), op.getStrides(),
               kNoDilation, op.getPadding());
}

// What `op` reads of its first operand, if it slides windows over it.
std::optional<Extents> ReachOf(Operation* op) {
  return llvm::TypeSwitch<Operation*, std::optional<Extents>>(op)
      .Case<nn::Conv2DOp, nn::DepthwiseConv2DOp>(
          [](auto convolution) { return ReachOfConvolution(convolution); })
      .Case<nn::MaxPoolOp, nn::SumPoolOp>(
          [](auto pool) { return ReachOfPooling(pool); })
      .Default(std::optional<Extents>());
}

// The ops from what makes `images`, window by window, to what makes them pixel
// by pixel. Empty if others read them, or they are made in another way.
llvm::SmallVector<Operation*> MakersOf(Value images) {
  llvm::SmallVector<Operation*> makers;
  for (Operation* maker = images.getDefiningOp(); maker && maker->hasOneUse();
       maker = maker->getOperand(0).getDefiningOp()) {
    makers.push_back(maker);
    if (ReachOf(maker)) return makers;
    if (!mlir::isa<nn::BiasAddOp, nn::ReluOp>(maker)) return {};
  }
  return {};
}

void SetExtents(Value images, const Extents& extents) {
  const auto type = mlir::cast<mlir::RankedTensorType>(images.getType());
  images.setType(type.clone(
      {type.getDimSize(0), extents[0], extents[1], type.getDimSize(3)}));
}

class CropImagesPass : public impl::CropImagesBase<CropImagesPass> {
 public:
  void runOnOperation() override {
    for (auto function : getOperation().getOps<mlir::func::FuncOp>())
      for (Operation& op : llvm::reverse(function.getBody().front()))
        if (const std::optional<Extents> reached = ReachOf(&op))
          Crop(op, *reached);
  }

 private:
  static void Crop(Operation& reader, const Extents& reached) {
    const Value images = reader.getOperand(0);
    const Extents made = ExtentsOf(images);
    const auto makers = MakersOf(images);
    if (made == reached || makers.empty()) return;
    for (Operation* maker : makers)
      for (Value result : maker->getResults()) SetExtents(result, reached);
    RemarkOn(makers.back())
        << "makes " << reached[0] << " x " << reached[1] << " pixels of "
        << made[0] << " x " << made[1] << ", nobody reads the others";
  }
};

}  // namespace
}  // namespace sinter
