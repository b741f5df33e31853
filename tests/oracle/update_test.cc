// The update ops against Keras 3's formulas, written out for one weight and its
// slots, over several iterations.
#include <cmath>
#include <functional>

#include "gtest/gtest.h"
#include "tests/oracle/parse_ir.h"

namespace sinter::oracle {
namespace {

constexpr double kRate = 0.05;
constexpr double kWeight = 0.7;
// Of both signs and of different size, zero among them.
constexpr double kGradients[] = {0.5, -1.25, 0.0, 2.0, 1e-3, -0.75};

// The weight after each iteration.
using Path = std::vector<double>;

// Runs `op` with `slots` slots on a tensor of two elements, the second of which
// mirrors the first: the rules of all optimizers are odd functions of (w, g).
Path RunUpdate(const std::string& op, const std::string& attributes,
               int slots) {
  std::string arguments, names, types = "tensor<2xf32>", results = "%r";
  for (int i = 0; i < slots; ++i) {
    const std::string name = "%s" + std::to_string(i);
    arguments += ", " + name + ": tensor<2xf32>";
    names += (i == 0 ? "" : ", ") + name;
    types += ", tensor<2xf32>";
    results += ", %r" + std::to_string(i);
  }
  const std::string iteration = op.starts_with("adam") ? ", %i" : "";
  const std::string text =
      "func.func @f(%w: tensor<2xf32>, %g: tensor<2xf32>, %lr: f32, %i: i64" +
      arguments + ") -> (" + types + ") {\n  " + results + " = nn." + op +
      " %w, %g, %lr" + iteration +
      (slots > 0 ? " slots(" + names + ")" : std::string()) + " " + attributes +
      " : tensor<2xf32>\n  return " + results + " : " + types + "\n}";
  ParsedModule module(text);
  if (!module) return {};
  const Interpreter interpreter(module.get(), "f");
  std::vector<Tensor> state(1 + slots, Tensor({2}, {0, 0}));
  state[0].data = {kWeight, -kWeight};
  Path path;
  for (const double gradient : kGradients) {
    std::vector<Tensor> inputs = {state[0], Tensor({2}, {gradient, -gradient}),
                                  Tensor::Scalar(kRate),
                                  Tensor::Scalar(path.size())};
    inputs.insert(inputs.end(), state.begin() + 1, state.end());
    state = interpreter.Run(inputs);
    path.push_back(state[0].data[0]);
    EXPECT_EQ(state[0].data[1], -state[0].data[0]);
  }
  return path;
}

// The path of a rule step(w, g, iteration).
Path Expect(const std::function<double(double, double, int)>& step) {
  Path path;
  double w = kWeight;
  for (const double gradient : kGradients) {
    w = step(w, gradient, static_cast<int>(path.size()));
    path.push_back(w);
  }
  return path;
}

void ExpectNear(const Path& actual, const Path& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i)
    EXPECT_NEAR(actual[i], expected[i], 1e-13) << "iteration " << i;
}

TEST(Sgd, WithoutMomentum) {
  ExpectNear(RunUpdate("sgd", "", 0),
             Expect([](double w, double g, int) { return w - kRate * g; }));
}

TEST(Sgd, Momentum) {
  double m = 0;
  ExpectNear(RunUpdate("sgd", "{momentum = 0.9}", 1),
             Expect([&](double w, double g, int) {
               m = m * 0.9 - g * kRate;
               return w + m;
             }));
}

TEST(Sgd, Nesterov) {
  double m = 0;
  ExpectNear(RunUpdate("sgd", "{momentum = 0.8, nesterov}", 1),
             Expect([&](double w, double g, int) {
               m = m * 0.8 - g * kRate;
               return w + m * 0.8 - g * kRate;
             }));
}

TEST(Rmsprop, Plain) {
  double v = 0;
  ExpectNear(RunUpdate("rmsprop", "{rho = 0.8, epsilon = 1.0e-3}", 1),
             Expect([&](double w, double g, int) {
               v = v * 0.8 + g * g * 0.2;
               return w - kRate * g / std::sqrt(v + 1e-3);
             }));
}

TEST(Rmsprop, DefaultsAreKeras) {
  double v = 0;
  ExpectNear(RunUpdate("rmsprop", "", 1), Expect([&](double w, double g, int) {
               v = v * 0.9 + g * g * (1 - 0.9);
               return w - kRate * g / std::sqrt(v + 1e-7);
             }));
}

TEST(Rmsprop, Momentum) {
  double v = 0, m = 0;
  ExpectNear(RunUpdate("rmsprop", "{momentum = 0.5}", 2),
             Expect([&](double w, double g, int) {
               v = v * 0.9 + g * g * (1 - 0.9);
               m = 0.5 * m + kRate * g / std::sqrt(v + 1e-7);
               return w - m;
             }));
}

TEST(Rmsprop, Centered) {
  double v = 0, a = 0;
  ExpectNear(RunUpdate("rmsprop", "{centered}", 2),
             Expect([&](double w, double g, int) {
               v = v * 0.9 + g * g * (1 - 0.9);
               a = a * 0.9 + g * (1 - 0.9);
               return w - kRate * g / std::sqrt(v - a * a + 1e-7);
             }));
}

TEST(Rmsprop, CenteredMomentum) {
  double v = 0, a = 0, m = 0;
  ExpectNear(RunUpdate("rmsprop", "{centered, momentum = 0.5}", 3),
             Expect([&](double w, double g, int) {
               v = v * 0.9 + g * g * (1 - 0.9);
               a = a * 0.9 + g * (1 - 0.9);
               m = 0.5 * m + kRate * g / std::sqrt(v - a * a + 1e-7);
               return w - m;
             }));
}

// The rule of Adam's family; with the decay of weights it is AdamW.
struct AdamRule {
  double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
  bool amsgrad = false;
  double weight_decay = 0;
  double m = 0, v = 0, largest = 0;

  double operator()(double w, double g, int iteration) {
    const double t = iteration + 1;
    w -= w * weight_decay * kRate;
    const double alpha =
        kRate * std::sqrt(1 - std::pow(beta_2, t)) / (1 - std::pow(beta_1, t));
    m = m + (g - m) * (1 - beta_1);
    v = v + (g * g - v) * (1 - beta_2);
    largest = std::max(largest, v);
    return w - m * alpha / (std::sqrt(amsgrad ? largest : v) + epsilon);
  }
};

TEST(Adam, DefaultsAreKeras) {
  ExpectNear(RunUpdate("adam", "", 2), Expect(AdamRule()));
}

TEST(Adam, Options) {
  ExpectNear(
      RunUpdate("adam", "{beta_1 = 0.7, beta_2 = 0.9, epsilon = 1.0e-2}", 2),
      Expect(AdamRule{.beta_1 = 0.7, .beta_2 = 0.9, .epsilon = 1.0e-2}));
}

TEST(Adam, Amsgrad) {
  ExpectNear(RunUpdate("adam", "{amsgrad, beta_2 = 0.5}", 3),
             Expect(AdamRule{.beta_2 = 0.5, .amsgrad = true}));
}

TEST(Adam, WeightDecay) {
  ExpectNear(RunUpdate("adam", "{weight_decay = 0.1}", 2),
             Expect(AdamRule{.weight_decay = 0.1}));
}

TEST(Adam, AmsgradWithWeightDecay) {
  ExpectNear(
      RunUpdate("adam", "{amsgrad, beta_2 = 0.5, weight_decay = 0.004}", 3),
      Expect(AdamRule{.beta_2 = 0.5, .amsgrad = true, .weight_decay = 0.004}));
}

struct AdamaxRule {
  double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7, weight_decay = 0;
  double m = 0, u = 0;

  double operator()(double w, double g, int iteration) {
    w -= w * weight_decay * kRate;
    m = m + (g - m) * (1 - beta_1);
    u = std::max(beta_2 * u, std::abs(g));
    return w -
           kRate * m / ((1 - std::pow(beta_1, iteration + 1)) * (u + epsilon));
  }
};

TEST(Adamax, DefaultsAreKeras) {
  ExpectNear(RunUpdate("adamax", "", 2), Expect(AdamaxRule()));
}

TEST(Adamax, Options) {
  ExpectNear(RunUpdate("adamax",
                       "{beta_1 = 0.7, beta_2 = 0.5, epsilon = 1.0e-2, "
                       "weight_decay = 0.1}",
                       2),
             Expect(AdamaxRule{.beta_1 = 0.7,
                               .beta_2 = 0.5,
                               .epsilon = 1.0e-2,
                               .weight_decay = 0.1}));
}

struct AdadeltaRule {
  double rho = 0.95, epsilon = 1e-7, weight_decay = 0;
  double a = 0, d = 0;

  double operator()(double w, double g, int) {
    w -= w * weight_decay * kRate;
    a = rho * a + (1 - rho) * g * g;
    const double step = std::sqrt(d + epsilon) * g / std::sqrt(a + epsilon);
    d = rho * d + (1 - rho) * step * step;
    return w - kRate * step;
  }
};

TEST(Adadelta, DefaultsAreKeras) {
  ExpectNear(RunUpdate("adadelta", "", 2), Expect(AdadeltaRule()));
}

TEST(Adadelta, Options) {
  ExpectNear(
      RunUpdate("adadelta", "{rho = 0.5, epsilon = 1.0e-2, weight_decay = 0.1}",
                2),
      Expect(AdadeltaRule{.rho = 0.5, .epsilon = 1.0e-2, .weight_decay = 0.1}));
}

}  // namespace
}  // namespace sinter::oracle
