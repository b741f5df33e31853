// The window of an nn op that slides one over images.
#ifndef SINTER_COMPILER_FUSION_LOWERING_WINDOWS_H_
#define SINTER_COMPILER_FUSION_LOWERING_WINDOWS_H_

#include "compiler/fusion/lowering/lowering.h"

namespace sinter {

// Height and width of images [batch, height, width, channels].
inline llvm::ArrayRef<int64_t> ImageSize(const Lowering& lowering,
                                         mlir::Value images) {
  return lowering.TypeBefore(images).getShape().slice(1, 2);
}

// `images` are what the window slides over, `pixels` has one for each of its
// places.
template <typename Op>
kernel::WindowAttr WindowOf(const Lowering& lowering, Op op, mlir::Value images,
                            mlir::Value pixels, llvm::ArrayRef<int64_t> taps,
                            llvm::ArrayRef<int64_t> dilations, bool inverse) {
  return kernel::WindowAttr::get(
      op.getContext(), ImageSize(lowering, images), ImageSize(lowering, pixels),
      taps, op.getStrides(), dilations, op.getPadding(), inverse);
}

}  // namespace sinter

#endif  // SINTER_COMPILER_FUSION_LOWERING_WINDOWS_H_
