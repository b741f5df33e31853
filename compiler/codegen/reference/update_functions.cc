// Updates of parameters and states, in place: w is the weight, g its gradient,
// the other matrices are the optimizer's slots. The dialect's summary is in
// nn_update_ops.td.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kUpdateFunctions[] = {
    {"Sgd", "", R"(
// w -= learning_rate * g.
void Sgd(const Matrix& w, const Matrix& g, float learning_rate) {
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      w(i, j) -= learning_rate * g(i, j);
    }
  }
}
)"},
    {"MovingAverage", "", R"(
// w = momentum * w + share * g.
void MovingAverage(const Matrix& w, const Matrix& g, float momentum,
                   float share) {
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      w(i, j) = momentum * w(i, j) + share * g(i, j);
    }
  }
}
)"},
    {"Accumulate", "", R"(
// sum += g; the first of `steps` steps begins it anew.
void Accumulate(const Matrix& sum, const Matrix& g, uint64_t iteration,
                uint64_t steps) {
  const bool is_first = iteration % steps == 0;
  for (size_t i = 0; i < sum.rows; ++i) {
    for (size_t j = 0; j < sum.cols; ++j) {
      sum(i, j) = is_first ? g(i, j) : sum(i, j) + g(i, j);
    }
  }
}
)"},
    {"SgdMomentum", "", R"(
// m = momentum * m - learning_rate * g; w += m.
void SgdMomentum(const Matrix& w, const Matrix& g, float learning_rate,
                 const Matrix& m, float momentum) {
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      m(i, j) = momentum * m(i, j) - learning_rate * g(i, j);
      w(i, j) += m(i, j);
    }
  }
}
)"},
    {"SgdNesterov", "", R"(
// m = momentum * m - learning_rate * g; w += momentum * m - learning_rate * g.
void SgdNesterov(const Matrix& w, const Matrix& g, float learning_rate,
                 const Matrix& m, float momentum) {
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      const float step = learning_rate * g(i, j);
      m(i, j) = momentum * m(i, j) - step;
      w(i, j) += momentum * m(i, j) - step;
    }
  }
}
)"},
    {"Rmsprop", "", R"(
// v = rho * v + (1 - rho) * g^2; w -= learning_rate * g / sqrt(v + epsilon).
void Rmsprop(const Matrix& w, const Matrix& g, float learning_rate,
             const Matrix& v, double rho, float epsilon) {
  const float keep = static_cast<float>(rho);
  const float take = static_cast<float>(1.0 - rho);
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      v(i, j) = keep * v(i, j) + take * g(i, j) * g(i, j);
      w(i, j) -= learning_rate * g(i, j) / std::sqrt(v(i, j) + epsilon);
    }
  }
}
)"},
    {"RmspropMomentum", "", R"(
// v = rho * v + (1 - rho) * g^2;
// m = momentum * m + learning_rate * g / sqrt(v + epsilon); w -= m.
void RmspropMomentum(const Matrix& w, const Matrix& g, float learning_rate,
                     const Matrix& v, const Matrix& m, double rho,
                     float epsilon, float momentum) {
  const float keep = static_cast<float>(rho);
  const float take = static_cast<float>(1.0 - rho);
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      v(i, j) = keep * v(i, j) + take * g(i, j) * g(i, j);
      m(i, j) = momentum * m(i, j) +
                learning_rate * g(i, j) / std::sqrt(v(i, j) + epsilon);
      w(i, j) -= m(i, j);
    }
  }
}
)"},
    {"CenteredRmsprop", "", R"(
// v = rho * v + (1 - rho) * g^2; a = rho * a + (1 - rho) * g;
// w -= learning_rate * g / sqrt(v - a^2 + epsilon).
void CenteredRmsprop(const Matrix& w, const Matrix& g, float learning_rate,
                     const Matrix& v, const Matrix& a, double rho,
                     float epsilon) {
  const float keep = static_cast<float>(rho);
  const float take = static_cast<float>(1.0 - rho);
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      v(i, j) = keep * v(i, j) + take * g(i, j) * g(i, j);
      a(i, j) = keep * a(i, j) + take * g(i, j);
      const float variance = v(i, j) - a(i, j) * a(i, j);
      w(i, j) -= learning_rate * g(i, j) / std::sqrt(variance + epsilon);
    }
  }
}
)"},
    {"CenteredRmspropMomentum", "", R"(
// v = rho * v + (1 - rho) * g^2; a = rho * a + (1 - rho) * g;
// m = momentum * m + learning_rate * g / sqrt(v - a^2 + epsilon); w -= m.
void CenteredRmspropMomentum(const Matrix& w, const Matrix& g,
                             float learning_rate, const Matrix& v,
                             const Matrix& a, const Matrix& m, double rho,
                             float epsilon, float momentum) {
  const float keep = static_cast<float>(rho);
  const float take = static_cast<float>(1.0 - rho);
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      v(i, j) = keep * v(i, j) + take * g(i, j) * g(i, j);
      a(i, j) = keep * a(i, j) + take * g(i, j);
      const float variance = v(i, j) - a(i, j) * a(i, j);
      m(i, j) = momentum * m(i, j) +
                learning_rate * g(i, j) / std::sqrt(variance + epsilon);
      w(i, j) -= m(i, j);
    }
  }
}
)"},
    {"AdamStep", "", R"(
// learning_rate * sqrt(1 - beta_2^t) / (1 - beta_1^t), where t is the number of
// the update from 1: each is of `accumulation_steps` steps.
float AdamStep(float learning_rate, uint64_t iteration, double beta_1,
               double beta_2, uint64_t accumulation_steps) {
  const double t = static_cast<double>(iteration / accumulation_steps) + 1.0;
  return static_cast<float>(learning_rate *
                            std::sqrt(1.0 - std::pow(beta_2, t)) /
                            (1.0 - std::pow(beta_1, t)));
}
)"},
    {"Adam", "AdamStep", R"(
// m += (g - m) * (1 - beta_1); v += (g^2 - v) * (1 - beta_2);
// w -= m * alpha / (sqrt(v) + epsilon).
void Adam(const Matrix& w, const Matrix& g, float learning_rate,
          uint64_t iteration, const Matrix& m, const Matrix& v, double beta_1,
          double beta_2, float epsilon, uint64_t accumulation_steps) {
  const float alpha =
      AdamStep(learning_rate, iteration, beta_1, beta_2, accumulation_steps);
  const float take_1 = static_cast<float>(1.0 - beta_1);
  const float take_2 = static_cast<float>(1.0 - beta_2);
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      m(i, j) += (g(i, j) - m(i, j)) * take_1;
      v(i, j) += (g(i, j) * g(i, j) - v(i, j)) * take_2;
      w(i, j) -= m(i, j) * alpha / (std::sqrt(v(i, j)) + epsilon);
    }
  }
}
)"},
    {"AdamAmsgrad", "AdamStep", R"(
// m += (g - m) * (1 - beta_1); v += (g^2 - v) * (1 - beta_2); h = max(h, v);
// w -= m * alpha / (sqrt(h) + epsilon).
void AdamAmsgrad(const Matrix& w, const Matrix& g, float learning_rate,
                 uint64_t iteration, const Matrix& m, const Matrix& v,
                 const Matrix& h, double beta_1, double beta_2, float epsilon,
                 uint64_t accumulation_steps) {
  const float alpha =
      AdamStep(learning_rate, iteration, beta_1, beta_2, accumulation_steps);
  const float take_1 = static_cast<float>(1.0 - beta_1);
  const float take_2 = static_cast<float>(1.0 - beta_2);
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      m(i, j) += (g(i, j) - m(i, j)) * take_1;
      v(i, j) += (g(i, j) * g(i, j) - v(i, j)) * take_2;
      if (v(i, j) > h(i, j) || std::isnan(v(i, j))) h(i, j) = v(i, j);
      w(i, j) -= m(i, j) * alpha / (std::sqrt(h(i, j)) + epsilon);
    }
  }
}
)"},
    {"Adamax", "", R"(
// m += (g - m) * (1 - beta_1); u = max(beta_2 * u, |g|);
// w -= m * learning_rate / (1 - beta_1^t) / (u + epsilon), where t is the number
// of the update from 1: each is of `accumulation_steps` steps.
void Adamax(const Matrix& w, const Matrix& g, float learning_rate,
            uint64_t iteration, const Matrix& m, const Matrix& u, double beta_1,
            double beta_2, float epsilon, uint64_t accumulation_steps) {
  const double t = static_cast<double>(iteration / accumulation_steps) + 1.0;
  const float alpha =
      static_cast<float>(learning_rate / (1.0 - std::pow(beta_1, t)));
  const float take = static_cast<float>(1.0 - beta_1);
  const float keep = static_cast<float>(beta_2);
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      m(i, j) += (g(i, j) - m(i, j)) * take;
      u(i, j) *= keep;
      const float size = std::abs(g(i, j));
      if (size > u(i, j) || std::isnan(size)) u(i, j) = size;
      w(i, j) -= m(i, j) * alpha / (u(i, j) + epsilon);
    }
  }
}
)"},
    {"Adadelta", "", R"(
// a = rho * a + (1 - rho) * g^2; s = sqrt(d + epsilon) * g / sqrt(a + epsilon);
// d = rho * d + (1 - rho) * s^2; w -= learning_rate * s.
void Adadelta(const Matrix& w, const Matrix& g, float learning_rate,
              const Matrix& a, const Matrix& d, double rho, float epsilon) {
  const float keep = static_cast<float>(rho);
  const float take = static_cast<float>(1.0 - rho);
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      a(i, j) = keep * a(i, j) + take * (g(i, j) * g(i, j));
      const float step = std::sqrt(d(i, j) + epsilon) * g(i, j) /
                         std::sqrt(a(i, j) + epsilon);
      d(i, j) = keep * d(i, j) + take * (step * step);
      w(i, j) -= learning_rate * step;
    }
  }
}
)"},
    {"DecayWeights", "", R"(
// w -= w * weight_decay * learning_rate.
void DecayWeights(const Matrix& w, float weight_decay, float learning_rate) {
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      w(i, j) -= w(i, j) * weight_decay * learning_rate;
    }
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> UpdateFunctions() { return kUpdateFunctions; }

}  // namespace sinter
