#include "compiler/codegen/expression_emitter.h"

#include <charconv>
#include <cmath>

#include "compiler/ir/kernel_dialect.h"
#include "llvm/ADT/StringExtras.h"
#include "mlir/IR/Matchers.h"

namespace sinter {
namespace {

// How an op is spelled; $0, $1, $2 are its operands. `name` is the stem of its
// constant when it is used more than once.
struct OpSpelling {
  llvm::StringLiteral op;
  llvm::StringLiteral vector;
  llvm::StringLiteral scalar;
  llvm::StringLiteral name;
};

constexpr OpSpelling kSpellings[] = {
    {"arith.addf", "hn::Add($0, $1)", "($0 + $1)", "sum"},
    {"arith.subf", "hn::Sub($0, $1)", "($0 - $1)", "difference"},
    {"arith.mulf", "hn::Mul($0, $1)", "($0 * $1)", "product"},
    {"arith.divf", "hn::Div($0, $1)", "($0 / $1)", "quotient"},
    {"arith.negf", "hn::Neg($0)", "-$0", "negated"},
    {"arith.maximumf", "Maximum($0, $1)", "", "maximum"},
    {"arith.minimumf", "Minimum($0, $1)", "", "minimum"},
    {"arith.select", "hn::IfThenElse($0, $1, $2)", "($0 ? $1 : $2)",
     "selected"},
    {"arith.addi", "hn::Add($0, $1)", "($0 + $1)", "sum"},
    {"arith.muli", "hn::Mul($0, $1)", "($0 * $1)", "product"},
    {"arith.divui", "", "($0 / $1)", "quotient"},
    {"arith.remui", "", "($0 % $1)", "remainder"},
    {"arith.xori", "hn::Xor($0, $1)", "($0 ^ $1)", "mixed"},
    {"arith.andi", "hn::And($0, $1)", "($0 & $1)", "both"},
    {"arith.trunci", "", "static_cast<uint32_t>($0)", "low_half"},
    {"arith.ori", "hn::Or($0, $1)", "($0 | $1)", "either"},
    {"math.absf", "hn::Abs($0)", "std::abs($0)", "magnitude"},
    {"math.erf", "Erf(d, $0)", "std::erf($0)", "erf"},
    {"math.exp", "ExpOrNan(d, $0)", "std::exp($0)", "exponential"},
    {"math.expm1", "Expm1OrNan(d, $0)", "std::expm1($0)", "exponential"},
    {"math.fma", "hn::MulAdd($0, $1, $2)", "std::fma($0, $1, $2)", "sum"},
    {"math.log", "LogOrNan(d, $0)", "std::log($0)", "logarithm"},
    {"math.log1p", "Log1pOrNan(d, $0)", "std::log1p($0)", "logarithm"},
    {"math.powf", "", "std::pow($0, $1)", "power"},
    {"math.rsqrt", "hn::Div(hn::Set(d, 1.0f), hn::Sqrt($0))",
     "(1.0f / std::sqrt($0))", "reciprocal"},
    {"math.sqrt", "hn::Sqrt($0)", "std::sqrt($0)", "root"},
    {"math.tanh", "TanhOrNan(d, $0)", "std::tanh($0)", "tangent"},
    {"vector.broadcast", "$0", "$0", "broadcast"},
};

// Of maxima and minima with a constant, which take one comparison
// (runtime/kernels/math-inl.h).
constexpr OpSpelling kBoundSpellings[] = {
    {"arith.maximumf", "AtLeast($0, $1)", "", "maximum"},
    {"arith.minimumf", "AtMost($0, $1)", "", "minimum"},
};

// A zero bound is +0, so that one comparison orders -0 and +0 rightly, too.
bool IsBound(mlir::Operation* op) {
  llvm::APFloat bound(0.0f);
  return mlir::isa<mlir::arith::MaximumFOp, mlir::arith::MinimumFOp>(op) &&
         mlir::matchPattern(op->getOperand(1), mlir::m_ConstantFloat(&bound)) &&
         !bound.isNaN() && !bound.isNegZero();
}

const OpSpelling* FindSpelling(mlir::Operation* op) {
  const llvm::ArrayRef<OpSpelling> spellings =
      IsBound(op) ? llvm::ArrayRef(kBoundSpellings)
                  : llvm::ArrayRef(kSpellings);
  for (const OpSpelling& spelling : spellings)
    if (op->getName().getStringRef() == spelling.op) return &spelling;
  return nullptr;
}

llvm::StringRef StemFor(mlir::Operation* op) {
  if (const OpSpelling* spelling = FindSpelling(op)) return spelling->name;
  if (mlir::isa<mlir::arith::CmpFOp, mlir::arith::CmpIOp>(op)) return "mask";
  if (mlir::isa<mlir::arith::ShRUIOp>(op)) return "shifted";
  return "value";
}

// C++'s and Highway's names of a comparison.
struct Comparison {
  llvm::StringRef highway;
  llvm::StringRef cpp;
};

Comparison GetComparison(mlir::arith::CmpFPredicate predicate) {
  using Predicate = mlir::arith::CmpFPredicate;
  switch (predicate) {
    case Predicate::OEQ:
      return {"Eq", "=="};
    case Predicate::OGT:
      return {"Gt", ">"};
    case Predicate::OGE:
      return {"Ge", ">="};
    case Predicate::OLT:
      return {"Lt", "<"};
    case Predicate::OLE:
      return {"Le", "<="};
    default:
      llvm_unreachable("lowering makes comparisons that fail for NaN only");
  }
}

Comparison GetComparison(mlir::arith::CmpIPredicate predicate) {
  using Predicate = mlir::arith::CmpIPredicate;
  switch (predicate) {
    case Predicate::eq:
      return {"Eq", "=="};
    case Predicate::ne:
      return {"Ne", "!="};
    case Predicate::ugt:
      return {"Gt", ">"};
    case Predicate::uge:
      return {"Ge", ">="};
    case Predicate::ult:
      return {"Lt", "<"};
    case Predicate::ule:
      return {"Le", "<="};
    default:
      llvm_unreachable("lowering compares unsigned integers only");
  }
}

std::string CallCompare(llvm::StringRef name, const std::string& a,
                        const std::string& b) {
  return ("hn::" + name + "(" + a + ", " + b + ")").str();
}

bool IsScalarInteger(mlir::Value value) {
  return mlir::isa<mlir::BlockArgument>(value) && value.getType().isInteger(32);
}

// With a point or an exponent.
template <typename Real>
std::string ShortestDecimal(Real value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value).ptr;
  std::string text(buffer, end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

std::string FloatLiteral(double value) {
  const float narrow = static_cast<float>(value);
  if (std::isinf(narrow))
    return narrow < 0 ? "-std::numeric_limits<float>::infinity()"
                      : "std::numeric_limits<float>::infinity()";
  return ShortestDecimal(narrow) + "f";
}

std::string DoubleLiteral(double value) { return ShortestDecimal(value); }

std::string ExpressionEmitter::Emit(mlir::Value value) {
  auto known = texts_.find(value);
  if (known != texts_.end()) {
    const bool broadcast =
        spelling_ == Spelling::kVector && IsScalarInteger(value);
    if (!broadcast) return known->second;
    return "hn::Set(du, static_cast<uint32_t>(" + known->second + "))";
  }
  mlir::Operation* op = value.getDefiningOp();
  assert(op && "every block argument of a region is a leaf");
  const bool cheap = op->hasTrait<mlir::OpTrait::ConstantLike>();
  if (cheap || value.hasOneUse()) return Spell(op);
  return EmitNamed(value, StemFor(op));
}

std::string ExpressionEmitter::EmitNamed(mlir::Value value,
                                         llvm::StringRef name) {
  auto known = texts_.find(value);
  if (known != texts_.end()) return known->second;
  const std::string text = Spell(value.getDefiningOp());
  const std::string unique = names_.Take(name);
  const llvm::StringRef type = spelling_ == Spelling::kVector  ? "auto"
                               : value.getType().isF32()       ? "float"
                               : value.getType().isInteger(1)  ? "bool"
                               : value.getType().isInteger(64) ? "uint64_t"
                                                               : "uint32_t";
  writer_.Line("const " + type + " " + unique + " = " + text + ";");
  texts_[value] = unique;
  return unique;
}

std::string ExpressionEmitter::Operand(mlir::Operation* op, unsigned index) {
  return Emit(op->getOperand(index));
}

std::string ExpressionEmitter::Fill(llvm::StringRef pattern,
                                    mlir::Operation* op) {
  assert(!pattern.empty() && "an op that is never of this kind");
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '$')
      text += Operand(op, pattern[++i] - '0');
    else
      text += pattern[i];
  }
  return text;
}

std::string ExpressionEmitter::Spell(mlir::Operation* op) {
  if (const OpSpelling* spelling = FindSpelling(op))
    return Fill(
        spelling_ == Spelling::kVector ? spelling->vector : spelling->scalar,
        op);
  if (mlir::isa<mlir::arith::ConstantOp>(op)) return SpellConstant(op);
  if (mlir::isa<mlir::arith::CmpFOp, mlir::arith::CmpIOp>(op))
    return SpellCompare(op);
  if (mlir::isa<mlir::arith::ShRUIOp>(op)) return SpellShift(op);
  if (mlir::isa<kernel::IndexOp>(op)) return SpellIndex(op);
  return SpellCast(op);
}

std::string ExpressionEmitter::SpellConstant(mlir::Operation* op) {
  mlir::Attribute attribute =
      mlir::cast<mlir::arith::ConstantOp>(op).getValue();
  if (auto splat = mlir::dyn_cast<mlir::SplatElementsAttr>(attribute))
    attribute = splat.getSplatValue<mlir::Attribute>();
  const bool vector = spelling_ == Spelling::kVector;
  if (auto number = mlir::dyn_cast<mlir::FloatAttr>(attribute)) {
    const std::string literal = FloatLiteral(number.getValueAsDouble());
    if (!vector) return literal;
    return number.getValue().isPosZero() ? "hn::Zero(d)"
                                         : "hn::Set(d, " + literal + ")";
  }
  const std::string literal =
      llvm::utostr(
          mlir::cast<mlir::IntegerAttr>(attribute).getValue().getZExtValue()) +
      "u";
  return vector ? "hn::Set(du, " + literal + ")" : literal;
}

std::string ExpressionEmitter::SpellCompare(mlir::Operation* op) {
  auto floats = mlir::dyn_cast<mlir::arith::CmpFOp>(op);
  const Comparison comparison =
      floats
          ? GetComparison(floats.getPredicate())
          : GetComparison(mlir::cast<mlir::arith::CmpIOp>(op).getPredicate());
  const std::string a = Operand(op, 0), b = Operand(op, 1);
  if (spelling_ == Spelling::kScalar)
    return ("(" + a + " " + comparison.cpp + " " + b + ")").str();
  if (floats) return CallCompare(comparison.highway, a, b);
  // Highway 1.0.3 compares unsigned vectors by < and > only.
  const std::string mask =
      comparison.highway == "Ge"   ? "hn::Not(" + CallCompare("Lt", a, b) + ")"
      : comparison.highway == "Le" ? "hn::Not(" + CallCompare("Gt", a, b) + ")"
                                   : CallCompare(comparison.highway, a, b);
  return "hn::RebindMask(d, " + mask + ")";
}

std::string ExpressionEmitter::SpellShift(mlir::Operation* op) {
  mlir::APInt amount;
  const bool constant =
      mlir::matchPattern(op->getOperand(1), mlir::m_ConstantInt(&amount));
  assert(constant && "lowering shifts by constants only");
  (void)constant;
  const std::string bits = llvm::utostr(amount.getZExtValue());
  const std::string value = Operand(op, 0);
  return spelling_ == Spelling::kVector
             ? "hn::ShiftRight<" + bits + ">(" + value + ")"
             : "(" + value + " >> " + bits + ")";
}

std::string ExpressionEmitter::SpellIndex(mlir::Operation* op) {
  return mlir::cast<kernel::IndexOp>(op).getDimension() == 0
             ? "hn::Set(du, static_cast<uint32_t>(row))"
             : "hn::Iota(du, static_cast<uint32_t>(col))";
}

// Conversions to float32. A byte leaf is loaded as float32 already.
std::string ExpressionEmitter::SpellCast(mlir::Operation* op) {
  assert((mlir::isa<mlir::arith::SIToFPOp, mlir::arith::UIToFPOp,
                    mlir::arith::ExtUIOp>(op)) &&
         "no spelling for this op");
  mlir::Value from = op->getOperand(0);
  if (spelling_ == Spelling::kScalar)
    return "static_cast<float>(" + Emit(from) + ")";
  if (from.getType().isInteger(8)) return texts_.at(from);
  if (from.getDefiningOp<mlir::arith::ExtUIOp>()) return Emit(from);
  if (IsScalarInteger(from))
    return "hn::Set(d, static_cast<float>(" + texts_.at(from) + "))";
  return "hn::ConvertTo(d, hn::BitCast(di, " + Emit(from) + "))";
}

}  // namespace sinter
