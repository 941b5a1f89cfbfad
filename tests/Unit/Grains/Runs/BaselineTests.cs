using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Learning.SelfTraining;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

public sealed class BaselineTests
{
    private readonly RunState _state = new();
    private long _round;

    [Fact]
    public void A_run_begins_with_its_initial_model()
    {
        Begin(burnIn: 0);

        Assert.Equal(0, _state.Aliases["baseline"].Version);
    }

    [Fact]
    public void It_follows_the_newest_version_until_the_first_pseudo_label_counts()
    {
        var baseline = Begin(burnIn: 10);

        Commit(baseline, steps: 5, unlabelled: true);
        Commit(baseline, steps: 10, unlabelled: true);
        Commit(baseline, steps: 11, unlabelled: false);

        Assert.Equal(2, _state.Aliases["baseline"].Version);
    }

    [Fact]
    public void It_follows_while_no_unlabelled_image_has_come()
    {
        var baseline = Begin(burnIn: 0);

        Commit(baseline, steps: 5, unlabelled: false);
        Commit(baseline, steps: 10, unlabelled: false);
        Commit(baseline, steps: 15, unlabelled: true);
        Commit(baseline, steps: 20, unlabelled: false);

        Assert.Equal(2, _state.Aliases["baseline"].Version);
    }

    [Fact]
    public void A_roll_back_into_the_burn_in_begins_anew_and_one_behind_it_changes_nothing()
    {
        var baseline = Begin(burnIn: 10);
        Commit(baseline, steps: 10, unlabelled: true);
        Commit(baseline, steps: 20, unlabelled: true);

        Commit(baseline, steps: 20, unlabelled: false);
        Assert.Equal(1, _state.Aliases["baseline"].Version);
        Commit(baseline, steps: 5, unlabelled: false);
        Assert.Equal(4, _state.Aliases["baseline"].Version);
    }

    [Fact]
    public void A_choice_stays_and_so_does_its_removal()
    {
        var baseline = Begin(burnIn: 10);
        _state.Aliases.Remove("baseline");
        baseline.Choose("serving");
        Commit(baseline, steps: 1, unlabelled: false);
        Assert.Equal(1, _state.Aliases["baseline"].Version);

        _state.Aliases.Remove("baseline");
        baseline.Choose("baseline");
        Commit(baseline, steps: 2, unlabelled: false);
        baseline.Begin();
        Assert.Empty(_state.Aliases);
    }

    [Fact]
    public void A_run_of_an_older_program_is_compared_with_its_initial_model()
    {
        _state.RoundHint = _round = 7;
        var baseline = Begin(burnIn: 0);

        Commit(baseline, steps: 900, unlabelled: false);

        Assert.Equal(0, _state.Aliases["baseline"].Version);
    }

    private Baseline Begin(long burnIn)
    {
        var baseline = new Baseline("run", _state, new SelfTrainingSettings { UnsupervisedBegin = burnIn });
        baseline.Begin();
        return baseline;
    }

    private void Commit(Baseline baseline, long steps, bool unlabelled)
    {
        var report = new CommittedReport("run/a/cpu", 1, _round, "weights", "sums", 5, 20, new() { [0] = unlabelled ? [3, 4] : [] });
        baseline.Follow(new RoundManifest(0, _round, $"model-{_round}", 0, steps, DateTime.UnixEpoch, [report]), new ModelVersion(++_round, "blob", 0, steps));
    }
}
