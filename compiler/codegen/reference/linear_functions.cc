// Gathering the batch, and the ops that are linear in their tensors. In C++
// where the dialect's summary (nn_linear_ops.td) has mathematics.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kLinearFunctions[] = {
    {"SampleOf", "", R"(
// The sample in row i of the batch.
size_t SampleOf(const StepArguments& arguments, size_t i) {
  return arguments.indices == nullptr ? i : arguments.indices[i];
}
)"},
    {"GatherSamples", "SampleOf", R"(
// Copies the batch's rows of `data`, `elements` each, one after the other.
template <typename Element>
void GatherSamples(const StepArguments& arguments, const void* data,
                   size_t elements, Element* x) {
  const Element* const all = static_cast<const Element*>(data);
  for (size_t i = 0; i < arguments.samples; ++i) {
    const Element* const sample = all + SampleOf(arguments, i) * elements;
    for (size_t j = 0; j < elements; ++j) {
      x[i * elements + j] = sample[j];
    }
  }
}
)"},
    {"CopyOutput", "", R"(
void CopyOutput(const Matrix& x, float* output) {
  for (size_t i = 0; i < x.rows; ++i) {
    for (size_t j = 0; j < x.cols; ++j) {
      output[i * x.cols + j] = x(i, j);
    }
  }
}
)"},
    {"Cast", "", R"(
// y = x, as floats; x has the elements of y one after the other.
void Cast(const uint8_t* x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x[i * y.cols + j];
    }
  }
}
)"},
    {"Copy", "", R"(
// y = x.
void Copy(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j);
    }
  }
}
)"},
    {"Rescale", "", R"(
// y = x * scale + offset.
void Rescale(const Matrix& x, float scale, float offset, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) * scale + offset;
    }
  }
}
)"},
    {"Matmul", "", R"(
// c = a b.
void Matmul(const Matrix& a, const Matrix& b, const Matrix& c) {
  for (size_t i = 0; i < c.rows; ++i) {
    for (size_t j = 0; j < c.cols; ++j) {
      Sum sum = Sum::OverFeatures(a.cols);
      for (size_t k = 0; k < a.cols; ++k) {
        sum.Add(a(i, k) * b(k, j));
      }
      c(i, j) = sum.Total();
    }
  }
}
)"},
    {"MatmulTransposeA", "", R"(
// c = a^T b.
void MatmulTransposeA(const Matrix& a, const Matrix& b, const Matrix& c) {
  for (size_t i = 0; i < c.rows; ++i) {
    for (size_t j = 0; j < c.cols; ++j) {
      Sum sum = Sum::OverSamples(a.rows);
      for (size_t k = 0; k < a.rows; ++k) {
        sum.Add(a(k, i) * b(k, j));
      }
      c(i, j) = sum.Total();
    }
  }
}
)"},
    {"MatmulTransposeB", "", R"(
// c = a b^T.
void MatmulTransposeB(const Matrix& a, const Matrix& b, const Matrix& c) {
  for (size_t i = 0; i < c.rows; ++i) {
    for (size_t j = 0; j < c.cols; ++j) {
      Sum sum = Sum::OverFeatures(a.cols);
      for (size_t k = 0; k < a.cols; ++k) {
        sum.Add(a(i, k) * b(j, k));
      }
      c(i, j) = sum.Total();
    }
  }
}
)"},
    {"MatmulTransposeAB", "", R"(
// c = a^T b^T.
void MatmulTransposeAB(const Matrix& a, const Matrix& b, const Matrix& c) {
  for (size_t i = 0; i < c.rows; ++i) {
    for (size_t j = 0; j < c.cols; ++j) {
      Sum sum = Sum::OverSamples(a.rows);
      for (size_t k = 0; k < a.rows; ++k) {
        sum.Add(a(k, i) * b(j, k));
      }
      c(i, j) = sum.Total();
    }
  }
}
)"},
    {"BiasAdd", "", R"(
// y = x + bias, in every row.
void BiasAdd(const Matrix& x, const Matrix& bias, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) + bias(0, j);
    }
  }
}
)"},
    {"Add", "", R"(
// y = a + b.
void Add(const Matrix& a, const Matrix& b, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = a(i, j) + b(i, j);
    }
  }
}
)"},
    {"Multiply", "", R"(
// y = a * b, element by element.
void Multiply(const Matrix& a, const Matrix& b, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = a(i, j) * b(i, j);
    }
  }
}
)"},
    {"ReduceSum", "", R"(
// y = the sum of the rows of x.
void ReduceSum(const Matrix& x, const Matrix& y) {
  for (size_t j = 0; j < x.cols; ++j) {
    Sum sum = Sum::OverSamples(x.rows);
    for (size_t i = 0; i < x.rows; ++i) {
      sum.Add(x(i, j));
    }
    y(0, j) = sum.Total();
  }
}
)"},
    {"Broadcast", "", R"(
// Every row of y = x.
void Broadcast(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(0, j);
    }
  }
}
)"},
    {"Mix", "", R"(
// A bijection whose results look random.
uint32_t Mix(uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  x ^= x >> 16;
  return x;
}
)"},
    {"RandomKey", "Mix", R"(
// Of the random numbers of a layer in one step.
uint32_t RandomKey(uint32_t seed, uint64_t iteration, uint32_t stream) {
  return Mix(seed ^
             Mix(static_cast<uint32_t>(iteration) * 0x9E3779B9u + stream));
}
)"},
    {"GaussianNoise", "RandomKey", R"(
// y = x + stddev * a number of the standard normal distribution, which depends
// on nothing but the index in the tensor, the seed, the iteration and the
// stream of the layer: its quantile by Giles' approximation of erfinv.
void GaussianNoise(const Matrix& x, uint32_t seed, uint64_t iteration,
                   float stddev, uint32_t stream, const Matrix& y) {
  static const double kCentral[] = {
      2.81022636e-08, 3.43273939e-07, -3.5233877e-06,
      -4.39150654e-06, 0.00021858087, -0.00125372503,
      -0.00417768164, 0.246640727, 1.50140941};
  static const double kTail[] = {
      -0.000200214257, 0.000100950558, 0.00134934322,
      -0.00367342844, 0.00573950773, -0.0076224613,
      0.00943887047, 1.00167406, 2.83297682};
  const uint32_t key = RandomKey(seed, iteration, stream);
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      const uint32_t index = static_cast<uint32_t>(i * y.cols + j);
      const uint32_t draw = Mix(Mix(index) ^ key) >> 8;
      const double v = (draw + 0.5 - (1 << 23)) / (1 << 23);
      const double w = -std::log((1.0 - v) * (1.0 + v));
      const bool is_central = w < 5.0;
      const double at = is_central ? w - 2.5 : std::sqrt(w) - 3.0;
      double factor = 0.0;
      for (size_t k = 0; k < 9; ++k) {
        factor = factor * at + (is_central ? kCentral : kTail)[k];
      }
      y(i, j) = x(i, j) +
                stddev * static_cast<float>(std::sqrt(2.0) * factor * v);
    }
  }
}
)"},
    {"Dropout", "RandomKey", R"(
// y = keep ? x / (1 - rate) : 0, where keep depends on nothing but the index in
// the tensor, the seed, the iteration and the stream of the layer.
void Dropout(const Matrix& x, uint32_t seed, uint64_t iteration, double rate,
             uint32_t stream, const Matrix& y) {
  const uint32_t key = RandomKey(seed, iteration, stream);
  const uint32_t threshold = std::lround(rate * (1 << 24));
  const float scale = static_cast<float>(1.0 / (1.0 - rate));
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      const uint32_t index = static_cast<uint32_t>(i * y.cols + j);
      const bool keep = (Mix(Mix(index) ^ key) >> 8) >= threshold;
      y(i, j) = keep ? x(i, j) * scale : 0.0f;
    }
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> LinearFunctions() { return kLinearFunctions; }

}  // namespace sinter
