#include "compiler/spec/keras_words.h"

#include <algorithm>
#include <string>

#include "compiler/spec/suggestion.h"

namespace sinter {
namespace {

constexpr std::string_view kNotYet = "";
constexpr std::string_view kInputKey =
    "write it in model: input: {shape: [...]}";
constexpr std::string_view kRunOption =
    "no part of a model; see the program's train --help";

constexpr KerasWord kWords[] = {
    {"layer", "input", kInputKey},
    {"layer", "inputlayer", kInputKey},
    {"layer", "linear", "write Dense"},
    {"layer", "fullyconnected", "write Dense"},
    {"layer", "sigmoid", "write {type: Activation, activation: sigmoid}"},
    {"layer", "tanh", "write {type: Activation, activation: tanh}"},
    {"layer", "gelu", "write {type: Activation, activation: gelu}"},
    {"layer", "silu", "write {type: Activation, activation: silu}"},
    {"layer", "concat", "write Concatenate"},
    {"layer", "merge", "write Add, Concatenate or another of them"},
    {"layer", "conv3d", kNotYet},
    {"layer", "depthwiseconv1d", kNotYet},
    {"layer", "separableconv1d", kNotYet},
    {"layer", "spatialdropout1d", kNotYet},
    {"layer", "gaussiandropout", kNotYet},
    {"layer", "maxpool2d", "write MaxPooling2D"},
    {"layer", "embedding", kNotYet},
    {"layer", "lstm", kNotYet},
    {"layer", "gru", kNotYet},
    {"layer", "simplernn", kNotYet},
    {"layer", "attention", kNotYet},
    {"layer", "multiheadattention", kNotYet},
    {"layer", "lambda", kNotYet},

    {"activation", "swish", "write silu"},
    {"activation", "logistic", "write sigmoid"},
    {"activation", "identity", "write linear"},
    {"activation", "none", "write linear"},
    {"activation", "celu", kNotYet},
    {"activation", "hardswish", "write hard_silu"},

    {"loss", "mse", "write mean_squared_error"},
    {"loss", "l2", "write mean_squared_error"},
    {"loss", "crossentropy", "write sparse_categorical_crossentropy"},
    {"loss", "crossentropyloss", "write sparse_categorical_crossentropy"},
    {"loss", "nll", "write sparse_categorical_crossentropy"},
    {"loss", "nllloss", "write sparse_categorical_crossentropy"},
    {"loss", "bce", "write binary_crossentropy"},
    {"loss", "bceloss", "write binary_crossentropy"},
    {"loss", "bcewithlogitsloss",
     "write {type: binary_crossentropy, from_logits: true}"},
    {"loss", "mae", "write mean_absolute_error"},
    {"loss", "l1", "write mean_absolute_error"},
    {"loss", "mape", "write mean_absolute_percentage_error"},
    {"loss", "msle", "write mean_squared_logarithmic_error"},
    {"loss", "smoothl1", "write huber"},
    {"loss", "categoricalhinge", kNotYet},
    {"loss", "kld", "write kl_divergence"},
    {"loss", "kullbackleiblerdivergence", "write kl_divergence"},
    {"loss", "cosinesimilarity", kNotYet},

    {"optimizer", "momentum", "write {type: sgd, momentum: 0.9}"},
    {"optimizer", "nesterov",
     "write {type: sgd, momentum: 0.9, nesterov: true}"},
    {"optimizer", "nag", "write {type: sgd, momentum: 0.9, nesterov: true}"},
    {"optimizer", "amsgrad", "write {type: adam, amsgrad: true}"},
    {"optimizer", "nadam", kNotYet},
    {"optimizer", "adagrad", kNotYet},
    {"optimizer", "adafactor", kNotYet},
    {"optimizer", "ftrl", kNotYet},
    {"optimizer", "lion", kNotYet},
    {"optimizer", "lamb", kNotYet},
    {"optimizer", "lbfgs", kNotYet},

    {"metric", "acc", "write accuracy"},
    {"metric", "topkcategoricalaccuracy",
     "write sparse_top_k_categorical_accuracy"},
    {"metric", "topkaccuracy", "write sparse_top_k_categorical_accuracy"},
    {"metric", "sparsetopkaccuracy", "write sparse_top_k_categorical_accuracy"},
    {"metric", "crossentropy", "write sparse_categorical_crossentropy"},
    {"metric", "loss", "the loss is always measured"},
    {"metric", "auc", kNotYet},
    {"metric", "precision", kNotYet},
    {"metric", "recall", kNotYet},
    {"metric", "mse", "write mean_squared_error"},
    {"metric", "mae", "write mean_absolute_error"},
    {"metric", "mape", "write mean_absolute_percentage_error"},
    {"metric", "msle", "write mean_squared_logarithmic_error"},
    {"metric", "bce", "write binary_crossentropy"},
    {"metric", "r2score", kNotYet},
    {"metric", "rootmeansquarederror", kNotYet},

    {"regularizer", "orthogonal", kNotYet},
    {"regularizer", "orthogonalregularizer", kNotYet},

    {"initializer", "xavier", "write glorot_uniform"},
    {"initializer", "xavieruniform", "write glorot_uniform"},
    {"initializer", "xaviernormal", "write glorot_normal"},
    {"initializer", "kaiminguniform", "write he_uniform"},
    {"initializer", "kaimingnormal", "write he_normal"},
    {"initializer", "zero", "write zeros"},
    {"initializer", "one", "write ones"},
    {"initializer", "randomnormal", kNotYet},
    {"initializer", "randomuniform", kNotYet},
    {"initializer", "truncatednormal", kNotYet},
    {"initializer", "variancescaling", kNotYet},
    {"initializer", "lecununiform", kNotYet},
    {"initializer", "lecunnormal", kNotYet},
    {"initializer", "orthogonal", kNotYet},
    {"initializer", "identity", kNotYet},
    {"initializer", "constant", kNotYet},

    {"key", "alpha", "not supported yet; leaky_relu has slope 0.2, elu 1"},
    {"key", "inputshape", kInputKey},
    {"key", "batchinputshape", kInputKey},
    {"key", "inputdim", kInputKey},
    {"key", "infeatures", kInputKey},
    {"key", "dropout", "a layer of its own: {type: Dropout, rate: ...}"},
    {"key", "activityregularizer", "not supported yet"},
    {"key", "regularizer", "write kernel_regularizer"},
    {"key", "decay", "an optimizer has weight_decay"},
    {"key", "kernelconstraint", "not supported yet"},
    {"key", "biasconstraint", "not supported yet"},
    {"key", "useema", "not supported yet"},
    {"key", "weightedmetrics", "not supported yet"},
    {"key", "classweight", "not supported yet"},
    {"key", "sampleweight", "not supported yet"},
    {"key", "stepsperepoch", "not supported yet"},
    {"key", "validationdata", "not supported; write validation_split"},
    {"key", "callbacks", kRunOption},
    {"key", "verbose", kRunOption},
    {"key", "initialepoch", kRunOption},
};

}  // namespace

const KerasWord* FindKerasWord(std::string_view noun, std::string_view word) {
  const std::string squeezed = Squeeze(word);
  const auto* found = std::ranges::find_if(kWords, [&](const KerasWord& entry) {
    return entry.noun == noun && entry.word == squeezed;
  });
  return found == std::end(kWords) ? nullptr : found;
}

}  // namespace sinter
