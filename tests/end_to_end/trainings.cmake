# Whole epochs of many programs.

# The first 100 losses from the oracle's weights, for both backends and without
# any fusion; where no number of steps is given, the accuracy after one epoch,
# too. Without each other pass: tests/differential.
function(add_oracle_test name program)
  sinter_test(oracle_${name}
    Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/oracle.py
      $<TARGET_FILE:${program}> --data ${mnist_data}
      --reference ${CMAKE_CURRENT_SOURCE_DIR}/reference ${ARGN})
endfunction()

add_oracle_test(highway mnist_mlp)

# What follows is about numbers, whole epochs of them: sanitizers have seen one above.
if(SINTER_INSTRUMENTED)
  return()
endif()

sinter_add_model(mnist_mlp_reference ${book_spec} REFERENCE)
# An epoch of scalar code takes minutes.
set(reference_steps 100)
if(SINTER_SMALL_TESTS)
  set(reference_steps 10)
endif()
add_oracle_test(reference mnist_mlp_reference --steps ${reference_steps})

# Until a relu turns by rounding, in step 26 of Keras' own float32 run.
add_oracle_test(convnet mnist_convnet --network mnist_convnet --steps 25)

# Five epochs with shuffling reach the book's accuracy.
sinter_test(accuracy_after_five_epochs
  Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/accuracy.py
    $<TARGET_FILE:mnist_mlp> --data ${mnist_data} --epochs 5 --at-least 0.972)

if(NOT SINTER_DEEP_TESTS)
  return()
endif()

# Compiled as for `sinter build --dispatch=static`.
sinter_add_model(mnist_mlp_static ${book_spec} STATIC)
add_oracle_test(highway_static mnist_mlp_static)

# elu turns nowhere: all of the oracle's steps, then states and inference.
sinter_add_model(mnist_resnet ${PROJECT_SOURCE_DIR}/models/mnist_resnet.yaml
  STATIC)
add_oracle_test(resnet mnist_resnet --network mnist_resnet --steps 100)
# As far as Keras' own float32 run stays well within the tolerance.
foreach(network lenet:100 separable:9 autoencoder:20)
  string(REPLACE ":" ";" network ${network})
  list(POP_BACK network steps)
  sinter_add_model(mnist_${network}
    ${PROJECT_SOURCE_DIR}/models/mnist_${network}.yaml STATIC)
  add_oracle_test(${network} mnist_${network} --network mnist_${network}
    --steps ${steps})
  set_tests_properties(oracle_${network} PROPERTIES LABELS deep)
endforeach()

sinter_add_model(mnist_mlp_unfused ${book_spec} STATIC PASSES_OFF
  fuse-softmax-cross-entropy fuse-prologue fuse-epilogue fuse-optimizer)
add_oracle_test(without_any_fusion mnist_mlp_unfused)
# MNIST is trained by steps that skip zeros; this one multiplies by them.
sinter_add_model(mnist_mlp_no_exploit_input_sparsity ${book_spec} STATIC
  PASSES_OFF exploit-input-sparsity)
add_oracle_test(without_exploit_input_sparsity
  mnist_mlp_no_exploit_input_sparsity)
set_tests_properties(oracle_highway_static oracle_resnet oracle_without_any_fusion
  oracle_without_exploit_input_sparsity PROPERTIES LABELS deep)

sinter_deep_test(accuracy_linear
  Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/accuracy.py
    $<TARGET_FILE:mnist_linear> --data ${mnist_data} --epochs 3
    --at-least 0.90)
sinter_deep_test(accuracy_convnet
  Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/accuracy.py
    $<TARGET_FILE:mnist_convnet> --data ${mnist_data} --epochs 1
    --at-least 0.975)
sinter_deep_test(accuracy_deep
  Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/accuracy.py
    $<TARGET_FILE:mnist_deep> --data ${mnist_data} --epochs 3
    --at-least 0.965)
