#pragma once

namespace dh
{

/// Sets what the engine's libraries read from the environment, unless the user has set it: OpenMP threads that wait for
/// work sleep instead of spinning, because beside a busy program the spinning makes a run several times longer, and
/// OpenBLAS uses the kernels that the processor can run, because it takes one that is newer than itself for one of
/// twenty years ago. Call it before there are other threads.
/// @return whether anything had to be set
bool setEngineEnvironment();

/// For main(), as soon as it is known that there is work to do and before anything of it is begun: some of these
/// libraries are read in with the program and have looked already, so that it is begun anew when anything had to be set
/// (Valgrind needs --trace-children=yes then). Where the system refuses that, the program goes on.
/// @param arguments of main()
void prepareEngineEnvironment(char** arguments);

} // namespace dh
