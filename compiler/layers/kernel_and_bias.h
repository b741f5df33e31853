// What layers have in common that multiply by a kernel, add a bias and apply an
// activation.
#ifndef SINTER_COMPILER_LAYERS_KERNEL_AND_BIAS_H_
#define SINTER_COMPILER_LAYERS_KERNEL_AND_BIAS_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/spec/field_members.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_report.h"
#include "mlir/IR/Value.h"

namespace sinter {

struct KernelAndBiasOptions {
  Activation activation = {};
  bool use_bias = true;
  Initializer kernel_initializer = Initializer::kGlorotUniform;
  Initializer bias_initializer = Initializer::kZeros;
  Regularizer kernel_regularizer = {};
  Regularizer bias_regularizer = {};
  bool operator==(const KernelAndBiasOptions&) const = default;
};

inline constexpr size_t kKernelAndBiasFields = 6;

// What a kernel's keys are called.
struct KernelKeys {
  std::string_view initializer = "kernel_initializer";
  std::string_view regularizer = "kernel_regularizer";
};

// A layer's own keys, then these, read into `Options`, which is a
// KernelAndBiasOptions.
template <typename Options, size_t kCount>
constexpr std::array<SpecField, kCount + kKernelAndBiasFields>
WithKernelAndBiasFields(const std::array<SpecField, kCount>& own,
                        const KernelKeys& kernel = {}) {
  return JoinFields(
      own,
      std::array<SpecField, kKernelAndBiasFields>{{
          {"activation", "linear", kAny, "applied to the sum",
           Member<Options, &Options::activation>},
          {"use_bias", "true", kAny, "whether a bias is added",
           Member<Options, &Options::use_bias>},
          {kernel.initializer, "glorot_uniform", kAny,
           "first values of the kernel",
           Member<Options, &Options::kernel_initializer>},
          {"bias_initializer", "zeros", kAny, "first values of the bias",
           Member<Options, &Options::bias_initializer>},
          {kernel.regularizer, kNone, kAny, "what the kernel adds to the loss",
           Member<Options, &Options::kernel_regularizer>},
          {"bias_regularizer", kNone, kAny, "what the bias adds to the loss",
           Member<Options, &Options::bias_regularizer>},
      }});
}

// Keras' fan of a kernel: as many weights as these sizes have. 1 where a kernel
// has more than can be stored, which CheckKernel reports.
int64_t FanOf(const SampleShape& sizes);

// The kernel, whose fans Keras counts as given, and the bias, if there is one,
// of `outputs` elements.
std::vector<Variable> KernelAndBias(const KernelAndBiasOptions& options,
                                    SampleShape kernel, int64_t outputs,
                                    int64_t fan_in, int64_t fan_out);

// Adds that bias, if there is one.
void AppendBias(const KernelAndBiasOptions& options, int64_t outputs,
                std::vector<Variable>& variables);

// Whether a kernel of that shape, whose size `key` gives, can be stored; if
// not, it reports that.
bool CheckKernel(const SampleShape& kernel, LayerReport& report,
                 std::string_view key = "filters");

// activation(products + bias)
mlir::Value AddBiasAndActivate(LayerBuilder& builder,
                               const KernelAndBiasOptions& options,
                               mlir::Value products);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_KERNEL_AND_BIAS_H_
