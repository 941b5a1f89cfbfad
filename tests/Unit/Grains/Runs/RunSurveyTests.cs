using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Runs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

public sealed class RunSurveyTests
{
    [Fact]
    public void Bytes_a_step_stand_beside_those_of_a_ring_all_reduce()
    {
        TrainerStatus[] four = [Trainer(sent: 600, received: 400, steps: 10), Trainer(900, 100, 30), Trainer(0, 0, 0), Trainer(0, 1000, 20)];

        // A trainer without a step has loaded a model, which isn't a step's cost yet. Each of three sends and receives two thirds twice.
        Assert.Equal(new StepTraffic(3000 / 60.0, 4 * 1200 * 2 / 3.0), RunSurvey.Traffic(four));
        Assert.Null(RunSurvey.Traffic([Trainer(0, 500, 0)]));
        Assert.Null(RunSurvey.Traffic([Trainer(0, 500, 10) with { Traffic = null }]));
    }

    private static TrainerStatus Trainer(long sent, long received, long steps) =>
        new("run/silo/cpu", TrainerState.Training, "", 1, 0, 0, 0, null, 0, 0, 0, 0, new TrainerTraffic(sent, received, steps, 1200));
}
