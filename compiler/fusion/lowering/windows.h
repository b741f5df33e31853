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

}  // namespace sinter

#endif  // SINTER_COMPILER_FUSION_LOWERING_WINDOWS_H_
