// What a key of a spec may choose among; names.h has the words.
#ifndef SINTER_COMPILER_SPEC_CHOICES_H_
#define SINTER_COMPILER_SPEC_CHOICES_H_

#include <string_view>

namespace sinter {

enum class ElementType { kUint8, kFloat32 };

// What the files of a data set are: arrays, told apart by their content, or
// tables.
enum class DataFormat { kIdx, kNpy, kCsv };

// What stands between the fields of a table's record.
enum class Separator { kComma, kSemicolon, kTab };

// Whether the generated code skips zero elements of the input: never, always,
// or when the data has many of them.
enum class Sparsity { kAuto, kDense, kSparse };

// One of the table in compiler/layers/activations.cc, by its name there, which
// lives as long as the program.
struct Activation {
  std::string_view name = "linear";
  bool operator==(const Activation&) const = default;
};

enum class Initializer {
  kGlorotUniform,
  kGlorotNormal,
  kHeUniform,
  kHeNormal,
  kZeros,
  kOnes
};

// What a variable adds to the loss: l1 * sum |w| + l2 * sum w^2.
struct Regularizer {
  enum class Kind { kNone, kL1, kL2, kL1L2 };  // how the spec says it
  Kind kind = Kind::kNone;
  double l1 = 0.0;
  double l2 = 0.0;
  bool operator==(const Regularizer&) const = default;
};

// What stands around an image that a window slides over: nothing, or as many
// zeros as give stride 1 an output of the input's size.
enum class Padding { kValid, kSame };

// Which sides of an image change places.
enum class FlipMode { kHorizontal, kVertical, kHorizontalAndVertical };

// What stands behind an image's edges.
enum class FillMode { kConstant, kReflect, kWrap, kNearest };

// How a value between pixels is made.
enum class Interpolation { kNearest, kBilinear };

// What a number is drawn from. In a spec one number stands for both signs of
// it.
struct Interval {
  double low = 0.0;
  double high = 0.0;
  bool operator==(const Interval&) const = default;
};

// The function that an output ends in, as far as losses ask: they read the
// logits before it.
enum class OutputFunction { kOther, kSoftmax, kSigmoid };

// What an output is compared with: the number of a class, or a value for each
// of its own.
enum class Targets { kLabels, kValues, kEither };

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_CHOICES_H_
