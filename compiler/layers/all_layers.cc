#include "compiler/layers/all_layers.h"

#include "compiler/layers/activation.h"
#include "compiler/layers/activations.h"
#include "compiler/layers/add.h"
#include "compiler/layers/average.h"
#include "compiler/layers/average_pooling1d.h"
#include "compiler/layers/average_pooling2d.h"
#include "compiler/layers/batch_normalization.h"
#include "compiler/layers/concatenate.h"
#include "compiler/layers/conv1d.h"
#include "compiler/layers/conv2d.h"
#include "compiler/layers/conv2d_transpose.h"
#include "compiler/layers/cropping2d.h"
#include "compiler/layers/dense.h"
#include "compiler/layers/depthwise_conv2d.h"
#include "compiler/layers/dropout.h"
#include "compiler/layers/elu.h"
#include "compiler/layers/flatten.h"
#include "compiler/layers/gaussian_noise.h"
#include "compiler/layers/global_average_pooling1d.h"
#include "compiler/layers/global_average_pooling2d.h"
#include "compiler/layers/global_max_pooling1d.h"
#include "compiler/layers/global_max_pooling2d.h"
#include "compiler/layers/group_normalization.h"
#include "compiler/layers/layer_normalization.h"
#include "compiler/layers/leaky_re_lu.h"
#include "compiler/layers/losses.h"
#include "compiler/layers/max_pooling1d.h"
#include "compiler/layers/max_pooling2d.h"
#include "compiler/layers/maximum.h"
#include "compiler/layers/metrics.h"
#include "compiler/layers/minimum.h"
#include "compiler/layers/multiply.h"
#include "compiler/layers/normalization.h"
#include "compiler/layers/p_re_lu.h"
#include "compiler/layers/permute.h"
#include "compiler/layers/random_flip.h"
#include "compiler/layers/random_rotation.h"
#include "compiler/layers/random_translation.h"
#include "compiler/layers/random_zoom.h"
#include "compiler/layers/re_lu.h"
#include "compiler/layers/repeat_vector.h"
#include "compiler/layers/rescaling.h"
#include "compiler/layers/reshape.h"
#include "compiler/layers/separable_conv2d.h"
#include "compiler/layers/softmax.h"
#include "compiler/layers/spatial_dropout2d.h"
#include "compiler/layers/subtract.h"
#include "compiler/layers/up_sampling2d.h"
#include "compiler/layers/zero_padding2d.h"

namespace sinter {

// In the order of the schema.
const LayerCatalog& AllLayers() {
  static const LayerCatalog catalog(
      {
          &RescalingLayer::kType,
          &NormalizationLayer::kType,
          &FlattenLayer::kType,
          &ReshapeLayer::kType,
          &PermuteLayer::kType,
          &RepeatVectorLayer::kType,
          &DenseLayer::kType,
          &Conv1DLayer::kType,
          &Conv2DLayer::kType,
          &DepthwiseConv2DLayer::kType,
          &SeparableConv2DLayer::kType,
          &Conv2DTransposeLayer::kType,
          &MaxPooling1DLayer::kType,
          &MaxPooling2DLayer::kType,
          &AveragePooling1DLayer::kType,
          &AveragePooling2DLayer::kType,
          &GlobalMaxPooling1DLayer::kType,
          &GlobalMaxPooling2DLayer::kType,
          &GlobalAveragePooling1DLayer::kType,
          &GlobalAveragePooling2DLayer::kType,
          &UpSampling2DLayer::kType,
          &ZeroPadding2DLayer::kType,
          &Cropping2DLayer::kType,
          &LayerNormalizationLayer::kType,
          &BatchNormalizationLayer::kType,
          &GroupNormalizationLayer::kType,
          &ActivationLayer::kType,
          &ReluLayer::kType,
          &LeakyReluLayer::kType,
          &PReluLayer::kType,
          &EluLayer::kType,
          &SoftmaxLayer::kType,
          &DropoutLayer::kType,
          &SpatialDropout2DLayer::kType,
          &GaussianNoiseLayer::kType,
          &RandomFlipLayer::kType,
          &RandomTranslationLayer::kType,
          &RandomRotationLayer::kType,
          &RandomZoomLayer::kType,
          &AddLayer::kType,
          &MultiplyLayer::kType,
          &SubtractLayer::kType,
          &AverageLayer::kType,
          &MaximumLayer::kType,
          &MinimumLayer::kType,
          &ConcatenateLayer::kType,
      },
      ActivationNames(), AllLosses(), AllMetrics());
  return catalog;
}

}  // namespace sinter
