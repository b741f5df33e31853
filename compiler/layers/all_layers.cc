#include "compiler/layers/all_layers.h"

#include "compiler/layers/activation.h"
#include "compiler/layers/activations.h"
#include "compiler/layers/add.h"
#include "compiler/layers/average.h"
#include "compiler/layers/batch_normalization.h"
#include "compiler/layers/conv2d.h"
#include "compiler/layers/dense.h"
#include "compiler/layers/dropout.h"
#include "compiler/layers/flatten.h"
#include "compiler/layers/global_average_pooling2d.h"
#include "compiler/layers/layer_normalization.h"
#include "compiler/layers/losses.h"
#include "compiler/layers/max_pooling2d.h"
#include "compiler/layers/metrics.h"
#include "compiler/layers/multiply.h"
#include "compiler/layers/normalization.h"
#include "compiler/layers/rescaling.h"
#include "compiler/layers/reshape.h"
#include "compiler/layers/subtract.h"
#include "compiler/layers/up_sampling2d.h"

namespace sinter {

// In the order of the schema.
const LayerCatalog& AllLayers() {
  static const LayerCatalog catalog(
      {
          &RescalingLayer::kType,
          &NormalizationLayer::kType,
          &FlattenLayer::kType,
          &ReshapeLayer::kType,
          &DenseLayer::kType,
          &Conv2DLayer::kType,
          &MaxPooling2DLayer::kType,
          &GlobalAveragePooling2DLayer::kType,
          &UpSampling2DLayer::kType,
          &LayerNormalizationLayer::kType,
          &BatchNormalizationLayer::kType,
          &ActivationLayer::kType,
          &DropoutLayer::kType,
          &AddLayer::kType,
          &MultiplyLayer::kType,
          &SubtractLayer::kType,
          &AverageLayer::kType,
      },
      ActivationNames(), AllLosses(), AllMetrics());
  return catalog;
}

}  // namespace sinter
