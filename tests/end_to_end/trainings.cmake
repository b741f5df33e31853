# Whole epochs of many programs.

# The first 100 losses from the oracle's weights, and the accuracy after one
# epoch: for both backends and with each optional pass switched off in turn.
function(add_oracle_test name program)
  add_test(NAME oracle_${name}
    COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/oracle.py
      $<TARGET_FILE:${program}> --data ${mnist_data}
      --reference ${CMAKE_CURRENT_SOURCE_DIR}/reference ${ARGN})
endfunction()

add_oracle_test(highway mnist_mlp)

sinter_add_model(mnist_mlp_static ${book_spec} STATIC)
add_oracle_test(highway_static mnist_mlp_static)

sinter_add_model(mnist_mlp_reference ${book_spec} REFERENCE)
# An instrumented epoch of scalar code takes minutes.
set(reference_options "")
if(SINTER_SMALL_TESTS)
  set(reference_options --steps 10)
endif()
add_oracle_test(reference mnist_mlp_reference ${reference_options})

foreach(pass fuse-softmax-cross-entropy fuse-prologue fuse-epilogue
    fuse-optimizer canonicalize cse specialize-inference
    exploit-input-sparsity select-layout select-tiles schedule plan-memory)
  string(REPLACE "-" "_" suffix ${pass})
  sinter_add_model(mnist_mlp_no_${suffix} ${book_spec} STATIC PASSES_OFF ${pass})
  add_oracle_test(without_${suffix} mnist_mlp_no_${suffix})
endforeach()
sinter_add_model(mnist_mlp_unfused ${book_spec} STATIC PASSES_OFF
  fuse-softmax-cross-entropy fuse-prologue fuse-epilogue fuse-optimizer)
add_oracle_test(without_any_fusion mnist_mlp_unfused)

# Five epochs with shuffling reach the book's accuracy.
add_test(NAME accuracy_after_five_epochs
  COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/accuracy.py
    $<TARGET_FILE:mnist_mlp> --data ${mnist_data} --epochs 5 --at-least 0.972)
add_test(NAME accuracy_linear
  COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/accuracy.py
    $<TARGET_FILE:mnist_linear> --data ${mnist_data} --epochs 3
    --at-least 0.90)
add_test(NAME accuracy_deep
  COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/accuracy.py
    $<TARGET_FILE:mnist_deep> --data ${mnist_data} --epochs 3
    --at-least 0.965)
