// Ends with 0 on a processor with AVX2, by SIGILL on any other.
#include <immintrin.h>

int main() {
  volatile int memory[8] = {1};
  int* elements = const_cast<int*>(memory);
  const __m256i v = _mm256_loadu_si256(reinterpret_cast<__m256i*>(elements));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(elements),
                      _mm256_add_epi32(v, v));
  return memory[0] == 2 ? 0 : 1;
}
