#include "compiler/codegen/warp_value.h"

#include "compiler/codegen/expression_emitter.h"
#include "llvm/ADT/StringExtras.h"
#include "mlir/IR/BuiltinAttributes.h"

namespace sinter {
namespace {

// In the order of the struct's members.
constexpr llvm::StringLiteral kFlips[] = {"flips_rows", "flips_columns"};
constexpr llvm::StringLiteral kIntervals[] = {
    "row_shift", "column_shift", "angle", "row_zoom", "column_zoom"};

}  // namespace

llvm::SmallVector<std::string> WarpMembers(mlir::Operation* op,
                                           llvm::ArrayRef<int64_t> sizes) {
  llvm::SmallVector<std::string> members = {
      ".rows = " + llvm::itostr(sizes[0]),
      ".columns = " + llvm::itostr(sizes[1])};
  for (const llvm::StringRef name : kFlips)
    if (op->hasAttr(name)) members.push_back(("." + name + " = true").str());
  for (const llvm::StringRef name : kIntervals) {
    if (const auto bounds = op->getAttrOfType<mlir::DenseF64ArrayAttr>(name))
      members.push_back(("." + name + " = {").str() + DoubleLiteral(bounds[0]) +
                        ", " + DoubleLiteral(bounds[1]) + "}");
  }
  if (op->hasAttr("row_zoom") && !op->hasAttr("column_zoom"))
    members.push_back(".zooms_alike = true");
  return members;
}

}  // namespace sinter
