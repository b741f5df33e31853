// Convolutions, pooling and their gradients. The dialect's summary is in
// nn_convolution_ops.td.
//
// Images are the rows of a matrix, [height, width, channels] in row-major
// order; a kernel [height, width, channels, results] is a matrix with one row
// for each tap and channel. Pixels of an image and taps of a window have one
// number each, in row-major order. Sums are in double.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kConvolutionFunctions[] = {
    {"Windows", "", R"(
// How windows slide over images. Pixels of an image, of the results and taps of
// a window are numbered row by row.
struct Windows {
  struct Pair {
    size_t height;
    size_t width;

    size_t Count() const { return height * width; }
  };
  static constexpr size_t kNone = ~size_t{0};

  Pair images;
  Pair results;
  Pair window;
  Pair strides;
  Pair dilations;
  Pair padding;  // before the first row and column

  // Where a tap of the window of `result` is in the images, or kNone. A
  // difference below 0 wraps around to more than any size.
  size_t PixelAt(size_t result, size_t tap) const {
    const size_t row = result / results.width * strides.height +
                       tap / window.width * dilations.height - padding.height;
    const size_t col = result % results.width * strides.width +
                       tap % window.width * dilations.width - padding.width;
    if (row >= images.height || col >= images.width) return kNone;
    return row * images.width + col;
  }

  // The result in whose window `tap` is at `pixel`, or kNone.
  size_t ResultAt(size_t pixel, size_t tap) const {
    const size_t row = pixel / images.width + padding.height -
                       tap / window.width * dilations.height;
    const size_t col = pixel % images.width + padding.width -
                       tap % window.width * dilations.width;
    if (row % strides.height != 0 || row / strides.height >= results.height ||
        col % strides.width != 0 || col / strides.width >= results.width) {
      return kNone;
    }
    return row / strides.height * results.width + col / strides.width;
  }
};
)"},
    {"Conv2d", "Windows", R"(
// y = the sum over taps and channels of x * w.
void Conv2d(const Matrix& x, const Matrix& w, const Windows& windows,
            const Matrix& y) {
  const size_t channels = x.cols / windows.images.Count();
  for (size_t n = 0; n < y.rows; ++n) {
    for (size_t j = 0; j < y.cols; ++j) {
      const size_t result = j / w.cols;
      double sum = 0.0;
      for (size_t tap = 0; tap < windows.window.Count(); ++tap) {
        const size_t pixel = windows.PixelAt(result, tap);
        if (pixel == Windows::kNone) continue;
        for (size_t c = 0; c < channels; ++c) {
          sum += static_cast<double>(x(n, pixel * channels + c)) *
                 w(tap * channels + c, j % w.cols);
        }
      }
      y(n, j) = static_cast<float>(sum);
    }
  }
}
)"},
    {"Conv2dInputGrad", "Windows", R"(
// dx = the sum over taps and results of dy * w.
void Conv2dInputGrad(const Matrix& dy, const Matrix& w, const Windows& windows,
                     const Matrix& dx) {
  const size_t channels = dx.cols / windows.images.Count();
  for (size_t n = 0; n < dx.rows; ++n) {
    for (size_t j = 0; j < dx.cols; ++j) {
      double sum = 0.0;
      for (size_t tap = 0; tap < windows.window.Count(); ++tap) {
        const size_t result = windows.ResultAt(j / channels, tap);
        if (result == Windows::kNone) continue;
        for (size_t c = 0; c < w.cols; ++c) {
          sum += static_cast<double>(dy(n, result * w.cols + c)) *
                 w(tap * channels + j % channels, c);
        }
      }
      dx(n, j) = static_cast<float>(sum);
    }
  }
}
)"},
    {"Conv2dKernelGrad", "Windows", R"(
// dw = the sum over samples and results of x * dy.
void Conv2dKernelGrad(const Matrix& x, const Matrix& dy, const Windows& windows,
                      const Matrix& dw) {
  const size_t channels = x.cols / windows.images.Count();
  for (size_t i = 0; i < dw.rows; ++i) {
    for (size_t j = 0; j < dw.cols; ++j) {
      double sum = 0.0;
      for (size_t n = 0; n < x.rows; ++n) {
        for (size_t result = 0; result < windows.results.Count(); ++result) {
          const size_t pixel = windows.PixelAt(result, i / channels);
          if (pixel == Windows::kNone) continue;
          sum += static_cast<double>(x(n, pixel * channels + i % channels)) *
                 dy(n, result * dw.cols + j);
        }
      }
      dw(i, j) = static_cast<float>(sum);
    }
  }
}
)"},
    {"DepthwiseConv2d", "Windows", R"(
// y = the sum over taps of x * w, channel by channel.
void DepthwiseConv2d(const Matrix& x, const Matrix& w, const Windows& windows,
                     const Matrix& y) {
  for (size_t n = 0; n < y.rows; ++n) {
    for (size_t j = 0; j < y.cols; ++j) {
      double sum = 0.0;
      for (size_t tap = 0; tap < windows.window.Count(); ++tap) {
        const size_t pixel = windows.PixelAt(j / w.cols, tap);
        if (pixel == Windows::kNone) continue;
        sum += static_cast<double>(x(n, pixel * w.cols + j % w.cols)) *
               w(tap, j % w.cols);
      }
      y(n, j) = static_cast<float>(sum);
    }
  }
}
)"},
    {"DepthwiseInputGrad", "Windows", R"(
// dx = the sum over taps of dy * w, channel by channel.
void DepthwiseInputGrad(const Matrix& dy, const Matrix& w,
                        const Windows& windows, const Matrix& dx) {
  for (size_t n = 0; n < dx.rows; ++n) {
    for (size_t j = 0; j < dx.cols; ++j) {
      double sum = 0.0;
      for (size_t tap = 0; tap < windows.window.Count(); ++tap) {
        const size_t result = windows.ResultAt(j / w.cols, tap);
        if (result == Windows::kNone) continue;
        sum += static_cast<double>(dy(n, result * w.cols + j % w.cols)) *
               w(tap, j % w.cols);
      }
      dx(n, j) = static_cast<float>(sum);
    }
  }
}
)"},
    {"DepthwiseKernelGrad", "Windows", R"(
// dw = the sum over samples and results of x * dy, channel by channel.
void DepthwiseKernelGrad(const Matrix& x, const Matrix& dy,
                         const Windows& windows, const Matrix& dw) {
  for (size_t tap = 0; tap < dw.rows; ++tap) {
    for (size_t c = 0; c < dw.cols; ++c) {
      double sum = 0.0;
      for (size_t n = 0; n < x.rows; ++n) {
        for (size_t result = 0; result < windows.results.Count(); ++result) {
          const size_t pixel = windows.PixelAt(result, tap);
          if (pixel == Windows::kNone) continue;
          sum += static_cast<double>(x(n, pixel * dw.cols + c)) *
                 dy(n, result * dw.cols + c);
        }
      }
      dw(tap, c) = static_cast<float>(sum);
    }
  }
}
)"},
    {"MaxPool", "Windows", R"(
// y = the largest element of each window, index = the first tap that has it;
// the first NaN counts as the largest.
void MaxPool(const Matrix& x, const Windows& windows, const Matrix& y,
             const Matrix& index) {
  const size_t channels = x.cols / windows.images.Count();
  for (size_t n = 0; n < y.rows; ++n) {
    for (size_t j = 0; j < y.cols; ++j) {
      size_t best = Windows::kNone;
      for (size_t tap = 0; tap < windows.window.Count(); ++tap) {
        const size_t pixel = windows.PixelAt(j / channels, tap);
        if (pixel == Windows::kNone) continue;
        const float value = x(n, pixel * channels + j % channels);
        const bool is_better =
            best == Windows::kNone || value > y(n, j) ||
            (std::isnan(value) && !std::isnan(y(n, j)));
        if (!is_better) continue;
        best = tap;
        y(n, j) = value;
      }
      index(n, j) = static_cast<float>(best);
    }
  }
}
)"},
    {"CountPool", "Windows", R"(
// y = how many elements of x each window has.
void CountPool(const Matrix& x, const Windows& windows, const Matrix& y) {
  const size_t channels = x.cols / windows.images.Count();
  for (size_t n = 0; n < y.rows; ++n) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(n, j) = 0.0f;
      for (size_t tap = 0; tap < windows.window.Count(); ++tap) {
        if (windows.PixelAt(j / channels, tap) != Windows::kNone) y(n, j) += 1;
      }
    }
  }
}
)"},
    {"Peak", "", R"(
// y = the largest element of each channel, NaN if one is NaN.
void Peak(const Matrix& x, const Matrix& y) {
  for (size_t n = 0; n < y.rows; ++n) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(n, j) = x(n, j);
      for (size_t k = j; k < x.cols; k += y.cols) {
        if (x(n, k) > y(n, j) || std::isnan(x(n, k))) y(n, j) = x(n, k);
      }
    }
  }
}
)"},
    {"MaxPoolGrad", "Windows", R"(
// dx = the sum of dy over the windows whose maximum came from here.
void MaxPoolGrad(const Matrix& dy, const Matrix& index, const Windows& windows,
                 const Matrix& dx) {
  const size_t channels = dx.cols / windows.images.Count();
  for (size_t n = 0; n < dx.rows; ++n) {
    for (size_t j = 0; j < dx.cols; ++j) {
      double sum = 0.0;
      for (size_t tap = 0; tap < windows.window.Count(); ++tap) {
        const size_t result = windows.ResultAt(j / channels, tap);
        if (result == Windows::kNone) continue;
        const size_t from = result * channels + j % channels;
        if (index(n, from) == static_cast<float>(tap)) sum += dy(n, from);
      }
      dx(n, j) = static_cast<float>(sum);
    }
  }
}
)"},
    {"SumPool", "Windows", R"(
// y = the sum of each window.
void SumPool(const Matrix& x, const Windows& windows, const Matrix& y) {
  const size_t channels = x.cols / windows.images.Count();
  for (size_t n = 0; n < y.rows; ++n) {
    for (size_t j = 0; j < y.cols; ++j) {
      double sum = 0.0;
      for (size_t tap = 0; tap < windows.window.Count(); ++tap) {
        const size_t pixel = windows.PixelAt(j / channels, tap);
        if (pixel == Windows::kNone) continue;
        sum += x(n, pixel * channels + j % channels);
      }
      y(n, j) = static_cast<float>(sum);
    }
  }
}
)"},
    {"Spread", "Windows", R"(
// x = the sum of y over the windows that a pixel is in.
void Spread(const Matrix& y, const Windows& windows, const Matrix& x) {
  const size_t channels = x.cols / windows.images.Count();
  for (size_t n = 0; n < x.rows; ++n) {
    for (size_t j = 0; j < x.cols; ++j) {
      double sum = 0.0;
      for (size_t tap = 0; tap < windows.window.Count(); ++tap) {
        const size_t result = windows.ResultAt(j / channels, tap);
        if (result == Windows::kNone) continue;
        sum += y(n, result * channels + j % channels);
      }
      x(n, j) = static_cast<float>(sum);
    }
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> ConvolutionFunctions() {
  return kConvolutionFunctions;
}

}  // namespace sinter
