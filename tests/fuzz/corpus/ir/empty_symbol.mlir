module attributes {n0.modelx2x3xf32 = @""} {}
