#include "compiler/codegen/reference/function_library.h"

#include <vector>

namespace sinter {
namespace {

constexpr llvm::StringLiteral kTypes = R"(
// A row-major matrix: element (i, j) is data[i * stride + j]. The rows of a
// tensor of the batch are its samples; those of another tensor, the vectors
// along its last dimension.
struct Matrix {
  float* data;
  size_t rows;
  size_t cols;
  size_t stride;

  float& operator()(size_t i, size_t j) const { return data[i * stride + j]; }

  // The same elements with a row for each vector of `length` along the last
  // dimension of the tensor, for a matrix with nothing between its rows.
  Matrix InRowsOf(size_t length) const {
    return {data, rows * cols / length, length, length};
  }
};

// Adds up in float32 or, where the rounding errors of many terms would add up as
// well, in double.
class Sum {
 public:
  static Sum OverSamples(size_t samples) { return Sum(samples > 128); }
  static Sum OverFeatures(size_t features) { return Sum(features > 1024); }

  void Add(float term) {
    if (in_double_) {
      double_ += term;
    } else {
      float_ += term;
    }
  }

  float Total() const {
    return in_double_ ? static_cast<float>(double_) : float_;
  }

 private:
  explicit Sum(bool in_double) : in_double_(in_double) {}

  bool in_double_;
  float float_ = 0.0f;
  double double_ = 0.0;
};

// Where the values of one step stand, one after the other.
class Arena {
 public:
  explicit Arena(std::byte* begin) : next_(begin) {}

  Matrix TakeMatrix(size_t rows, size_t cols) {
    void* const data = Take(rows * cols * sizeof(float));
    return {static_cast<float*>(data), rows, cols, cols};
  }

  uint8_t* TakeBytes(size_t count) {
    return static_cast<uint8_t*>(Take(count));
  }

 private:
  static constexpr size_t kAlignment = 64;

  void* Take(size_t bytes) {
    void* const piece = next_;
    next_ += (bytes + kAlignment - 1) / kAlignment * kAlignment;
    return piece;
  }

  std::byte* next_;
};
)";

std::vector<LibraryFunction> AllFunctions() {
  std::vector<LibraryFunction> all;
  for (llvm::ArrayRef<LibraryFunction> part :
       {LinearFunctions(), PairwiseFunctions(), ActivationFunctions(),
        ArrangeFunctions(), WarpFunctions(), ConvolutionFunctions(),
        NormalizationFunctions(), LossFunctions(), GradientFunctions(),
        UpdateFunctions()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace

void EmitReferenceTypes(CodeWriter& writer) { writer.Append(kTypes); }

void EmitReferenceFunctions(CodeWriter& writer, const llvm::StringSet<>& used) {
  const std::vector<LibraryFunction> all = AllFunctions();
  llvm::StringSet<> needed = used;
  size_t known = 0;
  // What a function needs stands before it.
  for (const LibraryFunction& function : llvm::reverse(all)) {
    if (!needed.contains(function.name)) continue;
    known += used.contains(function.name);
    if (!function.needs.empty()) needed.insert(function.needs);
  }
  assert(known == used.size() && "a call of a function that does not exist");
  for (const LibraryFunction& function : all) {
    if (needed.contains(function.name)) writer.Append(function.text);
  }
}

}  // namespace sinter
