// All ops of the nn dialect, a family a file.
#ifndef SINTER_COMPILER_IR_NN_OPS_TD_
#define SINTER_COMPILER_IR_NN_OPS_TD_

include "compiler/ir/nn_activation_ops.td"
include "compiler/ir/nn_arrange_ops.td"
include "compiler/ir/nn_convolution_ops.td"
include "compiler/ir/nn_gradient_ops.td"
include "compiler/ir/nn_linear_ops.td"
include "compiler/ir/nn_loss_ops.td"
include "compiler/ir/nn_normalization_ops.td"
include "compiler/ir/nn_pairwise_ops.td"
include "compiler/ir/nn_update_ops.td"
include "compiler/ir/nn_warp_ops.td"

#endif  // SINTER_COMPILER_IR_NN_OPS_TD_
