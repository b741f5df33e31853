// Formulas in C++ that write IR: a Term is a float32 scalar, or a vector<Cxf32>
// standing for one row, and its operators append arith and math ops.
//
//     Term Sigmoid(Term x) { return 1.0 / (1.0 + Exp(-x)); }
//
// A double in a formula becomes a constant, rounded to float32 once. Where a
// scalar meets a row, the scalar is broadcast. Terms are values: cheap to copy,
// valid as long as the builder that they came from.
#ifndef SINTER_COMPILER_FUSION_LOWERING_TERM_H_
#define SINTER_COMPILER_FUSION_LOWERING_TERM_H_

#include "llvm/ADT/SmallVector.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Value.h"

namespace sinter {

class Term {
 public:
  Term(mlir::ImplicitLocOpBuilder& builder, mlir::Value value)
      : builder_(&builder), value_(value) {}

  mlir::ImplicitLocOpBuilder& builder() const { return *builder_; }
  mlir::Value value() const { return value_; }
  mlir::Type type() const { return value_.getType(); }
  bool IsRow() const;

  // The constant `number` of this term's type.
  Term Constant(double number) const;
  // This term as a row if `like` is one.
  Term BroadcastLike(Term like) const;

 private:
  mlir::ImplicitLocOpBuilder* builder_;
  mlir::Value value_;
};

using Terms = llvm::SmallVector<Term>;

// A truth value, scalar or a row of them.
struct Condition {
  mlir::Value value;
};

Term operator+(Term a, Term b);
Term operator-(Term a, Term b);
Term operator*(Term a, Term b);
Term operator/(Term a, Term b);
Term operator-(Term a);

inline Term operator+(double a, Term b) { return b.Constant(a) + b; }
inline Term operator+(Term a, double b) { return a + a.Constant(b); }
inline Term operator-(double a, Term b) { return b.Constant(a) - b; }
inline Term operator-(Term a, double b) { return a - a.Constant(b); }
inline Term operator*(double a, Term b) { return b.Constant(a) * b; }
inline Term operator*(Term a, double b) { return a * a.Constant(b); }
inline Term operator/(double a, Term b) { return b.Constant(a) / b; }
inline Term operator/(Term a, double b) { return a / a.Constant(b); }

// None holds for NaN.
Condition Greater(Term a, Term b);
Condition Greater(Term a, double b);
Condition Less(Term a, double b);
Condition Equal(Term a, Term b);
Term Select(Condition condition, Term a, Term b);

// The larger and the smaller one; NaN if one is NaN.
Term Max(Term a, Term b);
Term Min(Term a, Term b);
inline Term Max(Term a, double b) { return Max(a, a.Constant(b)); }
inline Term Min(Term a, double b) { return Min(a, a.Constant(b)); }
Term Abs(Term x);
Term Sign(Term x);  // -1, 0, 1 or NaN
Term Exp(Term x);
Term Expm1(Term x);
Term Log(Term x);
Term Log1p(Term x);
Term Sqrt(Term x);
Term Tanh(Term x);
Term Erf(Term x);

// Over the elements of a row.
Term RowSum(Term row);
Term RowMax(Term row);
Term RowMin(Term row);
// 0, 1, 2, ... as a row like `row`.
Term Iota(Term row);

// An i32, read as unsigned, as float32.
Term ToFloat(mlir::ImplicitLocOpBuilder& builder, mlir::Value integer);

}  // namespace sinter

#endif  // SINTER_COMPILER_FUSION_LOWERING_TERM_H_
