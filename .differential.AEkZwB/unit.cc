#include "m65_v0.cc"
extern "C" const sinter::runtime::Model& m65_v0_model() { return m65_v0::Model(); }
#include "m65_v1.cc"
extern "C" const sinter::runtime::Model& m65_v1_model() { return m65_v1::Model(); }
#include "m65_v2.cc"
extern "C" const sinter::runtime::Model& m65_v2_model() { return m65_v2::Model(); }
#include "m65_v3.cc"
extern "C" const sinter::runtime::Model& m65_v3_model() { return m65_v3::Model(); }
#include "m66_v0.cc"
extern "C" const sinter::runtime::Model& m66_v0_model() { return m66_v0::Model(); }
#include "m66_v1.cc"
extern "C" const sinter::runtime::Model& m66_v1_model() { return m66_v1::Model(); }
#include "m66_v2.cc"
extern "C" const sinter::runtime::Model& m66_v2_model() { return m66_v2::Model(); }
#include "m66_v3.cc"
extern "C" const sinter::runtime::Model& m66_v3_model() { return m66_v3::Model(); }
#include "m67_v0.cc"
extern "C" const sinter::runtime::Model& m67_v0_model() { return m67_v0::Model(); }
#include "m67_v1.cc"
extern "C" const sinter::runtime::Model& m67_v1_model() { return m67_v1::Model(); }
#include "m67_v2.cc"
extern "C" const sinter::runtime::Model& m67_v2_model() { return m67_v2::Model(); }
#include "m67_v3.cc"
extern "C" const sinter::runtime::Model& m67_v3_model() { return m67_v3::Model(); }
#include "m68_v0.cc"
extern "C" const sinter::runtime::Model& m68_v0_model() { return m68_v0::Model(); }
#include "m68_v1.cc"
extern "C" const sinter::runtime::Model& m68_v1_model() { return m68_v1::Model(); }
#include "m68_v2.cc"
extern "C" const sinter::runtime::Model& m68_v2_model() { return m68_v2::Model(); }
#include "m68_v3.cc"
extern "C" const sinter::runtime::Model& m68_v3_model() { return m68_v3::Model(); }
#include "m69_v0.cc"
extern "C" const sinter::runtime::Model& m69_v0_model() { return m69_v0::Model(); }
#include "m69_v1.cc"
extern "C" const sinter::runtime::Model& m69_v1_model() { return m69_v1::Model(); }
#include "m69_v2.cc"
extern "C" const sinter::runtime::Model& m69_v2_model() { return m69_v2::Model(); }
#include "m69_v3.cc"
extern "C" const sinter::runtime::Model& m69_v3_model() { return m69_v3::Model(); }
#include "m70_v0.cc"
extern "C" const sinter::runtime::Model& m70_v0_model() { return m70_v0::Model(); }
#include "m70_v1.cc"
extern "C" const sinter::runtime::Model& m70_v1_model() { return m70_v1::Model(); }
#include "m70_v2.cc"
extern "C" const sinter::runtime::Model& m70_v2_model() { return m70_v2::Model(); }
#include "m70_v3.cc"
extern "C" const sinter::runtime::Model& m70_v3_model() { return m70_v3::Model(); }
#include "m71_v0.cc"
extern "C" const sinter::runtime::Model& m71_v0_model() { return m71_v0::Model(); }
#include "m71_v1.cc"
extern "C" const sinter::runtime::Model& m71_v1_model() { return m71_v1::Model(); }
#include "m71_v2.cc"
extern "C" const sinter::runtime::Model& m71_v2_model() { return m71_v2::Model(); }
#include "m71_v3.cc"
extern "C" const sinter::runtime::Model& m71_v3_model() { return m71_v3::Model(); }
#include "m72_v0.cc"
extern "C" const sinter::runtime::Model& m72_v0_model() { return m72_v0::Model(); }
#include "m72_v1.cc"
extern "C" const sinter::runtime::Model& m72_v1_model() { return m72_v1::Model(); }
#include "m72_v2.cc"
extern "C" const sinter::runtime::Model& m72_v2_model() { return m72_v2::Model(); }
#include "m72_v3.cc"
extern "C" const sinter::runtime::Model& m72_v3_model() { return m72_v3::Model(); }
#include "m73_v0.cc"
extern "C" const sinter::runtime::Model& m73_v0_model() { return m73_v0::Model(); }
#include "m73_v1.cc"
extern "C" const sinter::runtime::Model& m73_v1_model() { return m73_v1::Model(); }
#include "m73_v2.cc"
extern "C" const sinter::runtime::Model& m73_v2_model() { return m73_v2::Model(); }
#include "m73_v3.cc"
extern "C" const sinter::runtime::Model& m73_v3_model() { return m73_v3::Model(); }
#include "m74_v0.cc"
extern "C" const sinter::runtime::Model& m74_v0_model() { return m74_v0::Model(); }
#include "m74_v1.cc"
extern "C" const sinter::runtime::Model& m74_v1_model() { return m74_v1::Model(); }
#include "m74_v2.cc"
extern "C" const sinter::runtime::Model& m74_v2_model() { return m74_v2::Model(); }
#include "m74_v3.cc"
extern "C" const sinter::runtime::Model& m74_v3_model() { return m74_v3::Model(); }
#include "m75_v0.cc"
extern "C" const sinter::runtime::Model& m75_v0_model() { return m75_v0::Model(); }
#include "m75_v1.cc"
extern "C" const sinter::runtime::Model& m75_v1_model() { return m75_v1::Model(); }
#include "m75_v2.cc"
extern "C" const sinter::runtime::Model& m75_v2_model() { return m75_v2::Model(); }
#include "m75_v3.cc"
extern "C" const sinter::runtime::Model& m75_v3_model() { return m75_v3::Model(); }
#include "m76_v0.cc"
extern "C" const sinter::runtime::Model& m76_v0_model() { return m76_v0::Model(); }
#include "m76_v1.cc"
extern "C" const sinter::runtime::Model& m76_v1_model() { return m76_v1::Model(); }
#include "m76_v2.cc"
extern "C" const sinter::runtime::Model& m76_v2_model() { return m76_v2::Model(); }
#include "m76_v3.cc"
extern "C" const sinter::runtime::Model& m76_v3_model() { return m76_v3::Model(); }
#include "m77_v0.cc"
extern "C" const sinter::runtime::Model& m77_v0_model() { return m77_v0::Model(); }
#include "m77_v1.cc"
extern "C" const sinter::runtime::Model& m77_v1_model() { return m77_v1::Model(); }
#include "m77_v2.cc"
extern "C" const sinter::runtime::Model& m77_v2_model() { return m77_v2::Model(); }
#include "m77_v3.cc"
extern "C" const sinter::runtime::Model& m77_v3_model() { return m77_v3::Model(); }
#include "m78_v0.cc"
extern "C" const sinter::runtime::Model& m78_v0_model() { return m78_v0::Model(); }
#include "m78_v1.cc"
extern "C" const sinter::runtime::Model& m78_v1_model() { return m78_v1::Model(); }
#include "m78_v2.cc"
extern "C" const sinter::runtime::Model& m78_v2_model() { return m78_v2::Model(); }
#include "m78_v3.cc"
extern "C" const sinter::runtime::Model& m78_v3_model() { return m78_v3::Model(); }
#include "m79_v0.cc"
extern "C" const sinter::runtime::Model& m79_v0_model() { return m79_v0::Model(); }
#include "m79_v1.cc"
extern "C" const sinter::runtime::Model& m79_v1_model() { return m79_v1::Model(); }
#include "m79_v2.cc"
extern "C" const sinter::runtime::Model& m79_v2_model() { return m79_v2::Model(); }
#include "m79_v3.cc"
extern "C" const sinter::runtime::Model& m79_v3_model() { return m79_v3::Model(); }
#include "m80_v0.cc"
extern "C" const sinter::runtime::Model& m80_v0_model() { return m80_v0::Model(); }
#include "m80_v1.cc"
extern "C" const sinter::runtime::Model& m80_v1_model() { return m80_v1::Model(); }
#include "m80_v2.cc"
extern "C" const sinter::runtime::Model& m80_v2_model() { return m80_v2::Model(); }
#include "m80_v3.cc"
extern "C" const sinter::runtime::Model& m80_v3_model() { return m80_v3::Model(); }
#include "m81_v0.cc"
extern "C" const sinter::runtime::Model& m81_v0_model() { return m81_v0::Model(); }
#include "m81_v1.cc"
extern "C" const sinter::runtime::Model& m81_v1_model() { return m81_v1::Model(); }
#include "m81_v2.cc"
extern "C" const sinter::runtime::Model& m81_v2_model() { return m81_v2::Model(); }
#include "m81_v3.cc"
extern "C" const sinter::runtime::Model& m81_v3_model() { return m81_v3::Model(); }
#include "m82_v0.cc"
extern "C" const sinter::runtime::Model& m82_v0_model() { return m82_v0::Model(); }
#include "m82_v1.cc"
extern "C" const sinter::runtime::Model& m82_v1_model() { return m82_v1::Model(); }
#include "m82_v2.cc"
extern "C" const sinter::runtime::Model& m82_v2_model() { return m82_v2::Model(); }
#include "m82_v3.cc"
extern "C" const sinter::runtime::Model& m82_v3_model() { return m82_v3::Model(); }
#include "m83_v0.cc"
extern "C" const sinter::runtime::Model& m83_v0_model() { return m83_v0::Model(); }
#include "m83_v1.cc"
extern "C" const sinter::runtime::Model& m83_v1_model() { return m83_v1::Model(); }
#include "m83_v2.cc"
extern "C" const sinter::runtime::Model& m83_v2_model() { return m83_v2::Model(); }
#include "m83_v3.cc"
extern "C" const sinter::runtime::Model& m83_v3_model() { return m83_v3::Model(); }
#include "m84_v0.cc"
extern "C" const sinter::runtime::Model& m84_v0_model() { return m84_v0::Model(); }
#include "m84_v1.cc"
extern "C" const sinter::runtime::Model& m84_v1_model() { return m84_v1::Model(); }
#include "m84_v2.cc"
extern "C" const sinter::runtime::Model& m84_v2_model() { return m84_v2::Model(); }
#include "m84_v3.cc"
extern "C" const sinter::runtime::Model& m84_v3_model() { return m84_v3::Model(); }
#include "m85_v0.cc"
extern "C" const sinter::runtime::Model& m85_v0_model() { return m85_v0::Model(); }
#include "m85_v1.cc"
extern "C" const sinter::runtime::Model& m85_v1_model() { return m85_v1::Model(); }
#include "m85_v2.cc"
extern "C" const sinter::runtime::Model& m85_v2_model() { return m85_v2::Model(); }
#include "m85_v3.cc"
extern "C" const sinter::runtime::Model& m85_v3_model() { return m85_v3::Model(); }
#include "m86_v0.cc"
extern "C" const sinter::runtime::Model& m86_v0_model() { return m86_v0::Model(); }
#include "m86_v1.cc"
extern "C" const sinter::runtime::Model& m86_v1_model() { return m86_v1::Model(); }
#include "m86_v2.cc"
extern "C" const sinter::runtime::Model& m86_v2_model() { return m86_v2::Model(); }
#include "m86_v3.cc"
extern "C" const sinter::runtime::Model& m86_v3_model() { return m86_v3::Model(); }
#include "m87_v0.cc"
extern "C" const sinter::runtime::Model& m87_v0_model() { return m87_v0::Model(); }
#include "m87_v1.cc"
extern "C" const sinter::runtime::Model& m87_v1_model() { return m87_v1::Model(); }
#include "m87_v2.cc"
extern "C" const sinter::runtime::Model& m87_v2_model() { return m87_v2::Model(); }
#include "m87_v3.cc"
extern "C" const sinter::runtime::Model& m87_v3_model() { return m87_v3::Model(); }
#include "m88_v0.cc"
extern "C" const sinter::runtime::Model& m88_v0_model() { return m88_v0::Model(); }
#include "m88_v1.cc"
extern "C" const sinter::runtime::Model& m88_v1_model() { return m88_v1::Model(); }
#include "m88_v2.cc"
extern "C" const sinter::runtime::Model& m88_v2_model() { return m88_v2::Model(); }
#include "m88_v3.cc"
extern "C" const sinter::runtime::Model& m88_v3_model() { return m88_v3::Model(); }
#include "m89_v0.cc"
extern "C" const sinter::runtime::Model& m89_v0_model() { return m89_v0::Model(); }
#include "m89_v1.cc"
extern "C" const sinter::runtime::Model& m89_v1_model() { return m89_v1::Model(); }
#include "m89_v2.cc"
extern "C" const sinter::runtime::Model& m89_v2_model() { return m89_v2::Model(); }
#include "m89_v3.cc"
extern "C" const sinter::runtime::Model& m89_v3_model() { return m89_v3::Model(); }
