// What fmt's shared library consists of, compiled into the runtime: a generated
// program depends on no library for it, and the runtime's other files do not
// each compile these functions, as they do with FMT_HEADER_ONLY.
//
// The templates are those whose definitions fmt 9 keeps out of fmt/format.h;
// CMakeLists.txt leaves this file out for other versions.
#include <fmt/format-inl.h>

#include <locale>

FMT_BEGIN_NAMESPACE
namespace detail {

template dragonbox::decimal_fp<float> dragonbox::to_decimal(float x) noexcept;
template dragonbox::decimal_fp<double> dragonbox::to_decimal(double x) noexcept;
template locale_ref::locale_ref(const std::locale& locale);
template std::locale locale_ref::get<std::locale>() const;
template thousands_sep_result<char> thousands_sep_impl(locale_ref locale);
template char decimal_point_impl(locale_ref locale);

}  // namespace detail
FMT_END_NAMESPACE
