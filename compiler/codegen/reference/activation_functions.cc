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
    {"HardSigmoidOf", "", R"(
// min(max(x + 3, 0), 6) / 6; NaN stays NaN.
float HardSigmoidOf(float x) {
  return x <= -3.0f ? 0.0f : x >= 3.0f ? 1.0f : (x + 3.0f) / 6.0f;
}
)"},
    {"TangentOfSoftplus", "", R"(
// tanh(log(1 + exp(x))); in double, where exp(x) has no limits that count.
double TangentOfSoftplus(float x) {
  return std::tanh(std::log1p(std::exp(static_cast<double>(x))));
}
)"},
    {"ClippedRelu", "", R"(
// y = x > 0 ? min(x, max_value) : slope * x; NaN stays NaN. A slope of 0 makes
// 0 of infinity, too.
void ClippedRelu(const Matrix& x, float max_value, float slope,
                 const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      const bool is_flat = x(i, j) <= 0.0f && slope == 0.0f;
      y(i, j) = is_flat                ? 0.0f
                : x(i, j) >= max_value ? max_value
                : x(i, j) > 0.0f       ? x(i, j)
                                       : slope * x(i, j);
    }
  }
}
)"},
    {"ClippedReluGrad", "", R"(
// dx = y > 0 ? (y < max_value ? dy : 0) : slope * dy.
void ClippedReluGrad(const Matrix& dy, const Matrix& y, float max_value,
                     float slope, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      const float above = y(i, j) < max_value ? dy(i, j) : 0.0f;
      const float below = slope == 0.0f ? 0.0f : slope * dy(i, j);
      dx(i, j) = y(i, j) > 0.0f ? above : below;
    }
  }
}
)"},
    {"Selu", "", R"(
// y = s * (x > 0 ? x : a * (exp(x) - 1)).
void Selu(const Matrix& x, const Matrix& y) {
  const float s = 1.0507009874f;
  const float a = 1.6732632424f;
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = s * (x(i, j) > 0.0f ? x(i, j) : a * std::expm1(x(i, j)));
    }
  }
}
)"},
    {"SeluGrad", "", R"(
// dx = y > 0 ? s * dy : dy * (y + s * a).
void SeluGrad(const Matrix& dy, const Matrix& y, const Matrix& dx) {
  const float s = 1.0507009874f;
  const float a = 1.6732632424f;
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = dy(i, j) * (y(i, j) > 0.0f ? s : y(i, j) + s * a);
    }
  }
}
)"},
    {"HardSigmoid", "HardSigmoidOf", R"(
// y = min(max(x + 3, 0), 6) / 6; NaN stays NaN.
void HardSigmoid(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = HardSigmoidOf(x(i, j));
    }
  }
}
)"},
    {"HardSigmoidGrad", "", R"(
// dx = 0 < y < 1 ? dy / 6 : 0.
void HardSigmoidGrad(const Matrix& dy, const Matrix& y, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = y(i, j) > 0.0f && y(i, j) < 1.0f ? dy(i, j) / 6.0f : 0.0f;
    }
  }
}
)"},
    {"HardSilu", "HardSigmoidOf", R"(
// y = x * h, where h = hard_sigmoid(x).
void HardSilu(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) * HardSigmoidOf(x(i, j));
    }
  }
}
)"},
    {"HardSiluGrad", "HardSigmoidOf", R"(
// dx = dy * (h + (0 < h < 1 ? x / 6 : 0)), where h = hard_sigmoid(x).
void HardSiluGrad(const Matrix& dy, const Matrix& x, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      const float h = HardSigmoidOf(x(i, j));
      const float slope = h > 0.0f && h < 1.0f ? x(i, j) / 6.0f : 0.0f;
      dx(i, j) = dy(i, j) * (h + slope);
    }
  }
}
)"},
    {"Mish", "TangentOfSoftplus", R"(
// y = x * tanh(log(1 + exp(x))).
void Mish(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) * static_cast<float>(TangentOfSoftplus(x(i, j)));
    }
  }
}
)"},
    {"MishGrad", "TangentOfSoftplus", R"(
// dx = dy * (t + x * s * (1 - t^2)), where t = tanh(log(1 + exp(x))) and
// s = 1 / (1 + exp(-x)).
void MishGrad(const Matrix& dy, const Matrix& x, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      const double value = x(i, j);
      const double t = TangentOfSoftplus(x(i, j));
      const double s = 1.0 / (1.0 + std::exp(-value));
      const double slope = t + value * s * (1.0 - t * t);
      dx(i, j) = dy(i, j) * static_cast<float>(slope);
    }
  }
}
)"},
    {"Softplus", "", R"(
// y = log(1 + exp(x)).
void Softplus(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      const float value = x(i, j);
      y(i, j) = (value > 0.0f ? value : 0.0f) +
                std::log1p(std::exp(-std::abs(value)));
    }
  }
}
)"},
    {"SoftplusGrad", "", R"(
// dx = dy * (1 - exp(-y)).
void SoftplusGrad(const Matrix& dy, const Matrix& y, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = dy(i, j) * -std::expm1(-y(i, j));
    }
  }
}
)"},
    {"Exponential", "", R"(
// y = exp(x).
void Exponential(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = std::exp(x(i, j));
    }
  }
}
)"},
    {"ExponentialGrad", "", R"(
// dx = dy * y.
void ExponentialGrad(const Matrix& dy, const Matrix& y, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = dy(i, j) * y(i, j);
    }
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> ActivationFunctions() {
  return kActivationFunctions;
}

}  // namespace sinter
