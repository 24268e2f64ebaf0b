// SwiftPM wants one source file in every C target; the declarations in shim.h are all there is.
#include "shim.h"
