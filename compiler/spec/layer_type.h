// A kind of layer as the spec reader sees it, and the list of all kinds.
#ifndef SINTER_COMPILER_SPEC_LAYER_TYPE_H_
#define SINTER_COMPILER_SPEC_LAYER_TYPE_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/spec/fields.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/loss_type.h"
#include "compiler/spec/metric_type.h"

namespace sinter {

struct LayerType {
  Section section;             // its Keras name and its keys
  std::string_view base_name;  // of automatic names: `dense` of dense, dense_1
  std::unique_ptr<Layer> (*create)();
  size_t fewest_inputs = 1;
  size_t most_inputs = 1;
};

// A LayerType's `create`.
template <typename Kind>
std::unique_ptr<Layer> NewLayer() {
  return std::make_unique<Kind>();
}

// What a spec may be made of. The reader is handed it: compiler/layers has it
// and stands above, since a layer's file also writes ops.
class LayerCatalog {
 public:
  LayerCatalog(std::vector<const LayerType*> types,
               std::vector<std::string_view> activations,
               std::span<const LossType> losses,
               std::span<const MetricType> metrics)
      : types_(std::move(types)),
        activations_(std::move(activations)),
        losses_(losses),
        metrics_(metrics) {
    for (const LayerType* type : types_) sections_.push_back(type->section);
    for (const LossType& type : losses_) loss_sections_.push_back(type.section);
  }

  std::span<const LayerType* const> types() const { return types_; }
  // Of each type, in their order.
  std::span<const Section> sections() const { return sections_; }
  std::span<const std::string_view> activations() const { return activations_; }
  std::span<const LossType> losses() const { return losses_; }
  // Of each loss, in their order.
  std::span<const Section> loss_sections() const { return loss_sections_; }
  std::span<const MetricType> metrics() const { return metrics_; }

 private:
  std::vector<const LayerType*> types_;
  std::vector<Section> sections_;
  std::vector<std::string_view> activations_;
  std::span<const LossType> losses_;
  std::vector<Section> loss_sections_;
  std::span<const MetricType> metrics_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_LAYER_TYPE_H_
