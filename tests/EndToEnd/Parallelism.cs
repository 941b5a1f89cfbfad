using Xunit.Sdk;
using Xunit.v3;

// Most of these tests' time is waiting: for a start, a lease, a round. Two classes at a time halve it; more, and deadlines would measure the machine instead of the program.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 2)]
