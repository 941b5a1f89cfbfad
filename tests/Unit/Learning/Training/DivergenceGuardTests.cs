using Prcl.Learning.Training;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class DivergenceGuardTests
{
    [Fact]
    public void Skipped_steps_are_counted_and_three_in_a_row_stop_the_run_with_the_reason()
    {
        var guard = new DivergenceGuard();
        foreach (var skipped in new[] { "a", "b", null, "c", null, "d", "e" })
        {
            guard.Observe(Result(skipped));
        }

        Assert.Equal(5, guard.Skipped);
        var error = Assert.Throws<TrainingDivergedException>(() => guard.Observe(Result("the loss is NaN")));
        Assert.Contains("3 steps in a row were skipped, the last one because the loss is NaN", error.Message, StringComparison.Ordinal);
    }

    private static StepResult Result(string? skipped) => new(0, 0, 0, 0, 0, 0, 0, skipped, 0);
}
