using Xunit.Sdk;
using Xunit.v3;

// Silos that train share the processor; side by side, deadlines would measure the machine instead of the program.
[assembly: Parallelization(Mode = ParallelMode.None)]
