#include "m65_v4.cc"
extern "C" const sinter::runtime::Model& m65_v4_model() { return m65_v4::Model(); }
#include "m65_v5.cc"
extern "C" const sinter::runtime::Model& m65_v5_model() { return m65_v5::Model(); }
#include "m65_v6.cc"
extern "C" const sinter::runtime::Model& m65_v6_model() { return m65_v6::Model(); }
#include "m66_v4.cc"
extern "C" const sinter::runtime::Model& m66_v4_model() { return m66_v4::Model(); }
#include "m66_v5.cc"
extern "C" const sinter::runtime::Model& m66_v5_model() { return m66_v5::Model(); }
#include "m66_v6.cc"
extern "C" const sinter::runtime::Model& m66_v6_model() { return m66_v6::Model(); }
#include "m67_v4.cc"
extern "C" const sinter::runtime::Model& m67_v4_model() { return m67_v4::Model(); }
#include "m67_v5.cc"
extern "C" const sinter::runtime::Model& m67_v5_model() { return m67_v5::Model(); }
#include "m67_v6.cc"
extern "C" const sinter::runtime::Model& m67_v6_model() { return m67_v6::Model(); }
#include "m68_v4.cc"
extern "C" const sinter::runtime::Model& m68_v4_model() { return m68_v4::Model(); }
#include "m68_v5.cc"
extern "C" const sinter::runtime::Model& m68_v5_model() { return m68_v5::Model(); }
#include "m68_v6.cc"
extern "C" const sinter::runtime::Model& m68_v6_model() { return m68_v6::Model(); }
#include "m69_v4.cc"
extern "C" const sinter::runtime::Model& m69_v4_model() { return m69_v4::Model(); }
#include "m69_v5.cc"
extern "C" const sinter::runtime::Model& m69_v5_model() { return m69_v5::Model(); }
#include "m69_v6.cc"
extern "C" const sinter::runtime::Model& m69_v6_model() { return m69_v6::Model(); }
#include "m70_v4.cc"
extern "C" const sinter::runtime::Model& m70_v4_model() { return m70_v4::Model(); }
#include "m70_v5.cc"
extern "C" const sinter::runtime::Model& m70_v5_model() { return m70_v5::Model(); }
#include "m70_v6.cc"
extern "C" const sinter::runtime::Model& m70_v6_model() { return m70_v6::Model(); }
#include "m71_v4.cc"
extern "C" const sinter::runtime::Model& m71_v4_model() { return m71_v4::Model(); }
#include "m71_v5.cc"
extern "C" const sinter::runtime::Model& m71_v5_model() { return m71_v5::Model(); }
#include "m71_v6.cc"
extern "C" const sinter::runtime::Model& m71_v6_model() { return m71_v6::Model(); }
#include "m72_v4.cc"
extern "C" const sinter::runtime::Model& m72_v4_model() { return m72_v4::Model(); }
#include "m72_v5.cc"
extern "C" const sinter::runtime::Model& m72_v5_model() { return m72_v5::Model(); }
#include "m72_v6.cc"
extern "C" const sinter::runtime::Model& m72_v6_model() { return m72_v6::Model(); }
#include "m72_v7.cc"
extern "C" const sinter::runtime::Model& m72_v7_model() { return m72_v7::Model(); }
#include "m72_v8.cc"
extern "C" const sinter::runtime::Model& m72_v8_model() { return m72_v8::Model(); }
#include "m72_v9.cc"
extern "C" const sinter::runtime::Model& m72_v9_model() { return m72_v9::Model(); }
#include "m73_v4.cc"
extern "C" const sinter::runtime::Model& m73_v4_model() { return m73_v4::Model(); }
#include "m73_v5.cc"
extern "C" const sinter::runtime::Model& m73_v5_model() { return m73_v5::Model(); }
#include "m73_v6.cc"
extern "C" const sinter::runtime::Model& m73_v6_model() { return m73_v6::Model(); }
#include "m73_v7.cc"
extern "C" const sinter::runtime::Model& m73_v7_model() { return m73_v7::Model(); }
#include "m74_v4.cc"
extern "C" const sinter::runtime::Model& m74_v4_model() { return m74_v4::Model(); }
#include "m74_v5.cc"
extern "C" const sinter::runtime::Model& m74_v5_model() { return m74_v5::Model(); }
#include "m74_v6.cc"
extern "C" const sinter::runtime::Model& m74_v6_model() { return m74_v6::Model(); }
#include "m75_v4.cc"
extern "C" const sinter::runtime::Model& m75_v4_model() { return m75_v4::Model(); }
#include "m75_v5.cc"
extern "C" const sinter::runtime::Model& m75_v5_model() { return m75_v5::Model(); }
#include "m75_v6.cc"
extern "C" const sinter::runtime::Model& m75_v6_model() { return m75_v6::Model(); }
#include "m75_v7.cc"
extern "C" const sinter::runtime::Model& m75_v7_model() { return m75_v7::Model(); }
#include "m76_v4.cc"
extern "C" const sinter::runtime::Model& m76_v4_model() { return m76_v4::Model(); }
#include "m76_v5.cc"
extern "C" const sinter::runtime::Model& m76_v5_model() { return m76_v5::Model(); }
#include "m76_v6.cc"
extern "C" const sinter::runtime::Model& m76_v6_model() { return m76_v6::Model(); }
#include "m77_v4.cc"
extern "C" const sinter::runtime::Model& m77_v4_model() { return m77_v4::Model(); }
#include "m77_v5.cc"
extern "C" const sinter::runtime::Model& m77_v5_model() { return m77_v5::Model(); }
#include "m77_v6.cc"
extern "C" const sinter::runtime::Model& m77_v6_model() { return m77_v6::Model(); }
#include "m78_v4.cc"
extern "C" const sinter::runtime::Model& m78_v4_model() { return m78_v4::Model(); }
#include "m78_v5.cc"
extern "C" const sinter::runtime::Model& m78_v5_model() { return m78_v5::Model(); }
#include "m78_v6.cc"
extern "C" const sinter::runtime::Model& m78_v6_model() { return m78_v6::Model(); }
#include "m79_v4.cc"
extern "C" const sinter::runtime::Model& m79_v4_model() { return m79_v4::Model(); }
#include "m79_v5.cc"
extern "C" const sinter::runtime::Model& m79_v5_model() { return m79_v5::Model(); }
#include "m79_v6.cc"
extern "C" const sinter::runtime::Model& m79_v6_model() { return m79_v6::Model(); }
#include "m80_v4.cc"
extern "C" const sinter::runtime::Model& m80_v4_model() { return m80_v4::Model(); }
#include "m80_v5.cc"
extern "C" const sinter::runtime::Model& m80_v5_model() { return m80_v5::Model(); }
#include "m80_v6.cc"
extern "C" const sinter::runtime::Model& m80_v6_model() { return m80_v6::Model(); }
#include "m81_v4.cc"
extern "C" const sinter::runtime::Model& m81_v4_model() { return m81_v4::Model(); }
#include "m81_v5.cc"
extern "C" const sinter::runtime::Model& m81_v5_model() { return m81_v5::Model(); }
#include "m81_v6.cc"
extern "C" const sinter::runtime::Model& m81_v6_model() { return m81_v6::Model(); }
#include "m81_v7.cc"
extern "C" const sinter::runtime::Model& m81_v7_model() { return m81_v7::Model(); }
#include "m82_v4.cc"
extern "C" const sinter::runtime::Model& m82_v4_model() { return m82_v4::Model(); }
#include "m82_v5.cc"
extern "C" const sinter::runtime::Model& m82_v5_model() { return m82_v5::Model(); }
#include "m82_v6.cc"
extern "C" const sinter::runtime::Model& m82_v6_model() { return m82_v6::Model(); }
#include "m82_v7.cc"
extern "C" const sinter::runtime::Model& m82_v7_model() { return m82_v7::Model(); }
#include "m83_v4.cc"
extern "C" const sinter::runtime::Model& m83_v4_model() { return m83_v4::Model(); }
#include "m83_v5.cc"
extern "C" const sinter::runtime::Model& m83_v5_model() { return m83_v5::Model(); }
#include "m83_v6.cc"
extern "C" const sinter::runtime::Model& m83_v6_model() { return m83_v6::Model(); }
#include "m84_v4.cc"
extern "C" const sinter::runtime::Model& m84_v4_model() { return m84_v4::Model(); }
#include "m84_v5.cc"
extern "C" const sinter::runtime::Model& m84_v5_model() { return m84_v5::Model(); }
#include "m84_v6.cc"
extern "C" const sinter::runtime::Model& m84_v6_model() { return m84_v6::Model(); }
#include "m85_v4.cc"
extern "C" const sinter::runtime::Model& m85_v4_model() { return m85_v4::Model(); }
#include "m85_v5.cc"
extern "C" const sinter::runtime::Model& m85_v5_model() { return m85_v5::Model(); }
#include "m85_v6.cc"
extern "C" const sinter::runtime::Model& m85_v6_model() { return m85_v6::Model(); }
#include "m86_v4.cc"
extern "C" const sinter::runtime::Model& m86_v4_model() { return m86_v4::Model(); }
#include "m86_v5.cc"
extern "C" const sinter::runtime::Model& m86_v5_model() { return m86_v5::Model(); }
#include "m86_v6.cc"
extern "C" const sinter::runtime::Model& m86_v6_model() { return m86_v6::Model(); }
#include "m87_v4.cc"
extern "C" const sinter::runtime::Model& m87_v4_model() { return m87_v4::Model(); }
#include "m87_v5.cc"
extern "C" const sinter::runtime::Model& m87_v5_model() { return m87_v5::Model(); }
#include "m87_v6.cc"
extern "C" const sinter::runtime::Model& m87_v6_model() { return m87_v6::Model(); }
#include "m88_v4.cc"
extern "C" const sinter::runtime::Model& m88_v4_model() { return m88_v4::Model(); }
#include "m88_v5.cc"
extern "C" const sinter::runtime::Model& m88_v5_model() { return m88_v5::Model(); }
#include "m88_v6.cc"
extern "C" const sinter::runtime::Model& m88_v6_model() { return m88_v6::Model(); }
#include "m89_v4.cc"
extern "C" const sinter::runtime::Model& m89_v4_model() { return m89_v4::Model(); }
#include "m89_v5.cc"
extern "C" const sinter::runtime::Model& m89_v5_model() { return m89_v5::Model(); }
#include "m89_v6.cc"
extern "C" const sinter::runtime::Model& m89_v6_model() { return m89_v6::Model(); }
