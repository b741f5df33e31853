// Elementwise activations and their gradients. The dialect's summary is in
// nn_activation_ops.td; softmax, which is not elementwise, is with the losses.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kActivationFunctions[] = {
    {"NormalCdf", "", R"(
// The normal distribution.
float NormalCdf(float x) {
  return 0.5f * (1.0f + std::erf(x * 0.7071067812f));  // sqrt(1/2)
}
)"},
    {"Relu", "", R"(
// y = max(x, 0); NaN stays NaN.
void Relu(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) <= 0.0f ? 0.0f : x(i, j);
    }
  }
}
)"},
    {"ReluGrad", "", R"(
// dx = y > 0 ? dy : 0.
void ReluGrad(const Matrix& dy, const Matrix& y, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = y(i, j) > 0.0f ? dy(i, j) : 0.0f;
    }
  }
}
)"},
    {"LeakyRelu", "", R"(
// y = x > 0 ? x : slope * x.
void LeakyRelu(const Matrix& x, float slope, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) > 0.0f ? x(i, j) : slope * x(i, j);
    }
  }
}
)"},
    {"LeakyReluGrad", "", R"(
// dx = y > 0 ? dy : slope * dy.
void LeakyReluGrad(const Matrix& dy, const Matrix& y, float slope,
                   const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = y(i, j) > 0.0f ? dy(i, j) : slope * dy(i, j);
    }
  }
}
)"},
    {"Elu", "", R"(
// y = x > 0 ? x : alpha * (exp(x) - 1).
void Elu(const Matrix& x, float alpha, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) > 0.0f ? x(i, j) : alpha * std::expm1(x(i, j));
    }
  }
}
)"},
    {"EluGrad", "", R"(
// dx = y > 0 ? dy : dy * (y + alpha).
void EluGrad(const Matrix& dy, const Matrix& y, float alpha,
             const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      const float slope = y(i, j) > 0.0f ? 1.0f : y(i, j) + alpha;
      dx(i, j) = dy(i, j) * slope;
    }
  }
}
)"},
    {"Sigmoid", "", R"(
// y = 1 / (1 + exp(-x)).
void Sigmoid(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = 1.0f / (1.0f + std::exp(-x(i, j)));
    }
  }
}
)"},
    {"SigmoidGrad", "", R"(
// dx = dy * y * (1 - y).
void SigmoidGrad(const Matrix& dy, const Matrix& y, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = dy(i, j) * y(i, j) * (1.0f - y(i, j));
    }
  }
}
)"},
    {"Tanh", "", R"(
// y = tanh(x).
void Tanh(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = std::tanh(x(i, j));
    }
  }
}
)"},
    {"TanhGrad", "", R"(
// dx = dy * (1 - y^2).
void TanhGrad(const Matrix& dy, const Matrix& y, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = dy(i, j) * (1.0f - y(i, j) * y(i, j));
    }
  }
}
)"},
    {"Gelu", "NormalCdf", R"(
// y = x * P(x), where P is the normal distribution.
void Gelu(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) * NormalCdf(x(i, j));
    }
  }
}
)"},
    {"GeluGrad", "NormalCdf", R"(
// dx = dy * (P(x) + x * p(x)), where p is the density of P.
void GeluGrad(const Matrix& dy, const Matrix& x, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      const float value = x(i, j);
      const float density =
          0.3989422804f * std::exp(-0.5f * value * value);  // 1 / sqrt(2 pi)
      dx(i, j) = dy(i, j) * (NormalCdf(value) + value * density);
    }
  }
}
)"},
    {"Silu", "", R"(
// y = x * s, where s = 1 / (1 + exp(-x)).
void Silu(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) / (1.0f + std::exp(-x(i, j)));
    }
  }
}
)"},
    {"SiluGrad", "", R"(
// dx = dy * s * (1 + x * (1 - s)), where s = 1 / (1 + exp(-x)).
void SiluGrad(const Matrix& dy, const Matrix& x, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      const float s = 1.0f / (1.0f + std::exp(-x(i, j)));
      dx(i, j) = dy(i, j) * s * (1.0f + x(i, j) * (1.0f - s));
    }
  }
}
)"},
    {"Softsign", "", R"(
// y = x / (1 + |x|).
void Softsign(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) / (1.0f + std::abs(x(i, j)));
    }
  }
}
)"},
    {"SoftsignGrad", "", R"(
// dx = dy * q^2, where q = 1 / (1 + |x|).
void SoftsignGrad(const Matrix& dy, const Matrix& x, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      const float q = 1.0f / (1.0f + std::abs(x(i, j)));
      dx(i, j) = dy(i, j) * q * q;
    }
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> ActivationFunctions() {
  return kActivationFunctions;
}

}  // namespace sinter
