// The NPY format of arrays, which numpy.save writes; versions 1.0, 2.0 and 3.0.
//
//   bytes 0 to 5  \x93NUMPY
//   byte 6, 7     version: 1, 2 or 3, and 0
//   then          bytes of the header, 16 bits, little-endian; 32 bits from
//                 version 2.0 on
//   then          the header: a dictionary as Python writes it,
//                 {'descr': '<f4', 'fortran_order': False, 'shape': (60, 28), }
//                 and spaces
//   then          the elements, row-major, up to the end of the file
//
// 'descr' is a byte order (< little-endian, > big-endian, | for one byte) and
// one of b1, i1, i2, i4, i8, u1, u2, u4, u8, f2, f4, f8. Not read: records,
// Python objects, arrays of several dimensions in Fortran's order, and what has
// no dimensions.
#ifndef SINTER_RUNTIME_DATA_NPY_H_
#define SINTER_RUNTIME_DATA_NPY_H_

#include <string_view>

#include "runtime/data/array_header.h"
#include "runtime/data/file_reader.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

inline constexpr std::string_view kNpyMagic = "\x93NUMPY";

// Reads what follows the magic, up to the first element. Whether the file is
// long enough is not checked here.
StatusOr<ArrayHeader> ReadNpyHeader(FileReader& reader);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_NPY_H_
