#include "compiler/codegen/kernel_fields.h"

#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

mlir::RankedTensorType GetTensor(mlir::Value value) {
  return mlir::dyn_cast<mlir::RankedTensorType>(value.getType());
}

std::string PointerTo(mlir::RankedTensorType type, bool written) {
  const std::string pointer = CppElementType(type) + "*";
  return written ? pointer : "const " + pointer;
}

}  // namespace

std::string CppElementType(mlir::Type tensor) {
  return mlir::getElementTypeOrSelf(tensor).isF32() ? "float" : "uint8_t";
}

std::string NonzerosClass(mlir::Type type) {
  const NonzerosLayout layout = NonzerosLayout::Of(type);
  return "Nonzeros<" + llvm::itostr(layout.rows) + ", " +
         llvm::itostr(layout.cols) + ", " + llvm::itostr(layout.depth) + ", " +
         llvm::itostr(layout.group) + ">";
}

std::string MatrixClass(mlir::Type type) {
  const Layout layout = Layout::Of(type);
  return "Matrix<" + llvm::itostr(layout.rows) + ", " +
         llvm::itostr(layout.cols) + ", " + llvm::itostr(layout.panel) + ">";
}

bool IsData(mlir::Value value) {
  if (!mlir::isa<mlir::BlockArgument>(value) || !GetTensor(value)) return false;
  const Space space = GetStorage(value).space;
  return space == Space::kInput || space == Space::kTargets;
}

std::string DescribeTensor(mlir::Value value) {
  mlir::RankedTensorType type = GetTensor(value);
  llvm::SmallVector<std::string> sizes;
  for (int64_t size : type.getShape()) sizes.push_back(llvm::itostr(size));
  if (IsData(value)) sizes.front() = "samples";
  const std::string text = "[" + llvm::join(sizes, ", ") + "]";
  if (IsData(value)) return text + ", the data set";
  if (IsNonzeros(type)) return text + ", its nonzero elements";
  if (type.getRank() == 1) return text;
  const Layout layout = Layout::Of(type);
  if (layout.IsOnePanel())
    return text + ", rows " + llvm::itostr(layout.panel) + " apart";
  return text + " in panels of " + llvm::itostr(layout.panel) + " columns";
}

std::string StrideExpression(mlir::Value value, llvm::StringRef col) {
  const Layout layout = Layout::Of(value.getType());
  const int64_t last = layout.Width(layout.LastPanel());
  if (layout.IsOnePanel() || last == layout.panel || col == "0")
    return llvm::itostr(layout.panel);
  return ("(" + col + " < " + llvm::Twine(layout.LastPanel()) + " ? " +
          llvm::Twine(layout.panel) + " : " + llvm::Twine(last) + ")")
      .str();
}

std::string OffsetExpression(mlir::Value value, llvm::StringRef row,
                             llvm::StringRef col) {
  mlir::RankedTensorType type = GetTensor(value);
  if (type.getRank() == 1) return col.str();
  const Layout layout = Layout::Of(type);
  llvm::SmallVector<std::string> terms;
  const std::string panel = llvm::itostr(layout.panel);
  const bool panels = !IsData(value) && !layout.IsOnePanel() && col != "0";
  if (panels)
    terms.push_back(
        (col + " / " + panel + " * " + llvm::Twine(layout.rows * layout.panel))
            .str());
  if (row != "0")
    terms.push_back((row + " * " +
                     (IsData(value) ? llvm::itostr(layout.cols)
                                    : StrideExpression(value, col)))
                        .str());
  if (col != "0")
    terms.push_back(panels ? (col + " % " + panel).str() : col.str());
  return terms.empty() ? "0" : llvm::join(terms, " + ");
}

KernelFields::KernelFields(
    mlir::Operation* nest,
    const llvm::DenseMap<mlir::Value, std::string>& value_names) {
  llvm::SmallVector<mlir::Value> written(nest->getResults());
  // An update in place reads and writes one member.
  llvm::StringMap<bool> is_written;
  for (mlir::Value result : written) is_written[value_names.at(result)] = true;
  for (mlir::Value operand : nest->getOperands())
    Add(operand, value_names.at(operand),
        is_written.contains(value_names.at(operand)));
  for (mlir::Value result : written)
    Add(result, value_names.at(result), /*written=*/true);
}

void KernelFields::Add(mlir::Value value, const std::string& name,
                       bool written) {
  names_[value] = name;
  for (const Field& field : fields_)
    if (field.name == name) return;
  mlir::RankedTensorType type = GetTensor(value);
  if (!type) {
    fields_.push_back(
        {value.getType().isF32() ? "float" : "uint32_t", name, "", value});
    return;
  }
  fields_.push_back(
      {IsNonzeros(type) ? NonzerosClass(type) : PointerTo(type, written), name,
       DescribeTensor(value), value});
  if (!IsData(value)) return;
  for (const Field& field : fields_)
    if (field.name == "indices") return;
  fields_.push_back({"const uint32_t*",
                     "indices",
                     "sample of each row; nullptr: in order",
                     {}});
}

const std::string& KernelFields::Name(mlir::Value value) const {
  return names_.find(value)->second;
}

void KernelFields::Reserve(ExpressionEmitter& expressions) const {
  for (const Field& field : fields_) expressions.TakeName(field.name);
}

void KernelFields::Emit(CodeWriter& writer) const {
  for (const Field& field : fields_) {
    const std::string declaration = field.type + " " + field.name + ";";
    if (field.comment.empty())
      writer.Line(declaration);
    else
      writer.LineWithComment(declaration, field.comment);
  }
}

}  // namespace sinter
