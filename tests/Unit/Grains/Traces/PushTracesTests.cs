using Prcl.Grains.Traces;
using Xunit;

namespace Prcl.Unit.Grains.Traces;

public sealed class PushTracesTests
{
    [Fact]
    public void The_oldest_trace_is_forgotten_first_and_an_image_without_one_takes_no_place()
    {
        var traces = new PushTraces(capacity: 2);
        traces.Remember("untraced", null);
        Assert.True(traces.IsEmpty);

        traces.Remember("a", "1");
        traces.Remember("b", "2");
        traces.Remember("a", "3");
        traces.Remember("c", "4");

        Assert.Equal((null, "2", "4", null), (traces.Of("a"), traces.Of("b"), traces.Of("c"), traces.Of("untraced")));
    }

    [Fact]
    public void A_round_is_linked_to_a_push_once_and_to_so_many_at_most()
    {
        var pushes = new LearnedPushes();
        pushes.Learn("a");
        pushes.Learn("a");
        pushes.Learn(null);
        Assert.Equal(["a"], pushes.Take());

        for (var i = 0; i < 2 * LearningTraces.MostLinks; i++)
        {
            pushes.Learn($"{i}");
        }

        pushes.Learn("a");
        Assert.Equal(LearningTraces.MostLinks, pushes.Take().Length);
        Assert.Empty(pushes.Take());
    }
}
