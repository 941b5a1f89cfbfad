using Prcl.Learning.Batches;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Xunit;

namespace Prcl.Unit.Learning.Batches;

public sealed class BatchPlannerTests
{
    private static readonly TrainingSettings Settings = new() { LabelledBatch = 3, UnlabelledBatch = 2, ReplayBatch = 2, Seed = 5 };

    [Fact]
    public void The_same_pools_and_positions_give_the_same_plans()
    {
        List<BatchPlan<int>>[] plans = [PlanTen(Planner()), PlanTen(Planner())];

        Assert.All(plans[0].Zip(plans[1]), pair => Assert.Equal(All(pair.First), All(pair.Second)));
        Assert.NotEqual(All(plans[0][8]), All(plans[0][9]));
        Assert.NotEqual(plans[0].Select(All), PlanTen(Planner(Settings with { Seed = 6 })).Select(All));
    }

    [Fact]
    public void A_plan_has_every_new_image_and_draws_distinct_ones_while_there_are_enough()
    {
        var planner = Planner();
        planner.AddReplayable(Enumerable.Range(100, 4));

        for (var step = 0; step < 50; step++)
        {
            var plan = planner.Plan(new StepPosition(0, step, 0), [1000 + step])!;

            Assert.Equal([1000 + step], plan.New);
            Assert.Equal(3, plan.Labelled.Distinct().Count());
            Assert.Equal(3, plan.Replayed.Distinct().Count());
            Assert.Equal(7, plan.Images);
        }
    }

    [Fact]
    public void A_small_pool_is_used_evenly()
    {
        var planner = new BatchPlanner<int>(Settings with { LabelledBatch = 5 });
        planner.SetLabelled([1, 2]);

        var plan = planner.Plan(default, [])!;

        Assert.Equal(5, plan.Labelled.Count);
        Assert.InRange(plan.Labelled.Count(i => i == 1), 2, 3);
        Assert.Empty(plan.Replayed);
    }

    [Fact]
    public void Draws_are_uniform()
    {
        var planner = Planner();
        var counts = new int[10];
        for (var step = 0; step < 5000; step++)
        {
            foreach (var image in planner.Plan(new StepPosition(0, step, 0), [])!.Labelled)
            {
                counts[image]++;
            }
        }

        Assert.All(counts, count => Assert.InRange(count, 1350, 1650));
    }

    [Fact]
    public void Only_images_of_earlier_rounds_are_replayed()
    {
        var planner = Planner();
        var (next, roundBegan) = (1000, 1000);
        for (var round = 3; round < 8; round++)
        {
            roundBegan = next;
            for (var step = 0; step < 6; step++)
            {
                var plan = planner.Plan(new StepPosition(round, step, 0), [next++, next++])!;
                Assert.All(plan.Replayed, image => Assert.InRange(image, 1000, roundBegan - 1));
                Assert.Equal(round == 3 ? 0 : 2, plan.Replayed.Count);
            }
        }

        Assert.Equal(roundBegan - 1000, planner.Replayable);
    }

    [Fact]
    public void Replay_stands_in_for_new_images_that_have_not_come()
    {
        var planner = Planner();
        planner.AddReplayable(Enumerable.Range(100, 50));

        Assert.Equal((2, 0, 4), Counts(planner.Plan(default, []), planner));
        Assert.Equal((2, 2, 2), Counts(planner.Plan(default, [1, 2]), planner));
    }

    [Fact]
    public void Without_a_labelled_image_there_is_no_plan()
    {
        var planner = new BatchPlanner<int>(Settings);

        Assert.Null(planner.Plan(default, [7, 8]));
    }

    [Fact]
    public void More_new_images_than_wanted_are_refused() =>
        Assert.Contains("at most 2 new images, got 3", Assert.Throws<ArgumentException>(() => Planner().Plan(default, [1, 2, 3])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_supervised_run_wants_and_replays_nothing()
    {
        var planner = Planner(Settings with { UnsupervisedWeight = 0 });
        planner.AddReplayable([1, 2, 3]);

        Assert.Equal((0, 0, 0), Counts(planner.Plan(default, []), planner));
    }

    [Fact]
    public void A_removed_image_is_not_replayed_any_more()
    {
        var planner = Planner();
        planner.AddReplayable([1, 2]);
        planner.Plan(new StepPosition(0, 0, 0), [3, 4]);

        planner.Remove(image => image is 1 or 4);
        var plan = planner.Plan(new StepPosition(1, 0, 0), [])!;

        Assert.Equal([2, 3], plan.Replayed.Distinct().Order());
    }

    private static BatchPlanner<int> Planner(TrainingSettings? settings = null)
    {
        var planner = new BatchPlanner<int>(settings ?? Settings);
        planner.SetLabelled([.. Enumerable.Range(0, 10)]);
        return planner;
    }

    private static List<BatchPlan<int>> PlanTen(BatchPlanner<int> planner) =>
        [.. Enumerable.Range(0, 10).Select(i => planner.Plan(new StepPosition(i / 4, i % 4, 0), [1000 + 2 * i, 1001 + 2 * i])!)];

    private static int[] All(BatchPlan<int> plan) => [.. plan.Labelled, .. plan.New, .. plan.Replayed];

    private static (int Wanted, int New, int Replayed) Counts(BatchPlan<int>? plan, BatchPlanner<int> planner) => (planner.Wanted, plan!.New.Count, plan.Replayed.Count);
}
