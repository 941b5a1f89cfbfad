using Prcl.Silo.Experiments.Protocols;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Protocols;

public sealed class PhasesTests
{
    private static readonly Protocol Three = new() { Domains = ["a", "b", "c"], Steps = 100 };

    [Fact]
    public void Phases_share_the_steps_evenly_unless_told_otherwise()
    {
        Assert.Equal([33, 67, 100], Ends(Phases.Of(Three, 100)));
        Assert.Equal([50, 75, 100], Ends(Phases.Of(Three with { Phases = [2, 1, 1] }, 100)));
        Assert.Equal([100], Ends(Phases.Of(Three with { Offline = true }, 100)));
    }

    [Fact]
    public void A_step_belongs_to_the_phase_that_has_not_ended()
    {
        var phases = Phases.Of(Three, 100);

        Assert.Equal([0, 0, 1, 1, 2, 2], new long[] { 0, 32, 33, 66, 67, 99 }.Select(phases.At));
        Assert.Equal(100, phases.Steps);
    }

    private static IEnumerable<long> Ends(Phases phases) => Enumerable.Range(0, phases.Count).Select(phases.End);
}
