using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Prcl.Silo.Experiments;
using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Silo.Experiments.Results;
using Prcl.Silo.Experiments.Trials;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Experiments;

public sealed class ExperimentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-experiment-");
    private readonly ConcurrentQueue<string> _ran = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_is_in_the_results_is_not_run_again()
    {
        await Run(Request("supervised"));
        await Run(Request("supervised", "prcl") with { Seeds = [0, 1] });

        Assert.Equal(["0:supervised", "0:prcl", "1:supervised", "1:prcl"], _ran);
        Assert.Equal(4, ResultTable.Open(_folder.FullName).Rows.Count);
    }

    [Fact]
    public async Task An_experiment_that_was_stopped_between_two_arms_goes_on_with_the_second()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(Request("supervised", "prcl"), stopAt: "0:prcl", stop));

        await Run(Request("supervised", "prcl"));

        Assert.Equal(["0:supervised", "0:prcl", "0:prcl"], _ran);
        Assert.Equal(["supervised", "prcl"], ResultTable.Open(_folder.FullName).Rows.Select(r => r.Key.Arm));
    }

    [Fact]
    public async Task The_same_arm_with_other_settings_is_refused_before_anything_runs()
    {
        await Run(Request("supervised", "prcl"));

        var error = await Assert.ThrowsAsync<HostException>(() => Run(Request("supervised", "prcl", "joint") with { Set = ["temperature=0.3"] }));

        Assert.Contains("arm supervised with seed 0 stands there with other settings", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, _ran.Count);
    }

    [Fact]
    public async Task An_arm_that_fails_does_not_stop_the_others()
    {
        var said = new StringWriter();
        using var progress = new ExperimentProgress(said, new FakeTimeProvider());

        var failed = await new Experiment(Request("supervised", "prcl"), 1, progress).Run(
            (line, _, _) => line.Contains("0:supervised") ? throw new HostException("it diverged") : Task.FromResult(Rows(line)), Cancelled);

        Assert.Equal(1, failed);
        Assert.Contains("supervised, seed 0: it diverged", said.ToString(), StringComparison.Ordinal);
        Assert.Equal("prcl", Assert.Single(ResultTable.Open(_folder.FullName).Rows).Key.Arm);
    }

    [Fact]
    public void Settings_of_all_arms_leave_an_arm_s_own_as_they_are()
    {
        var request = Request("supervised") with { Set = ["contrast-weight=0.3", "temperature=0.2"], Steps = 7 };

        var settings = request.Plan(ArmTable.Find("supervised")!, seed: 4).Settings;

        Assert.Equal((0, 0.2, 7L, 4L, 1), (settings.ContrastWeight, settings.Temperature, settings.TotalSteps, settings.Seed, settings.Threads));
    }

    [Fact]
    public void The_same_trial_has_the_same_hash_wherever_its_weights_lie_and_another_one_another()
    {
        var arm = ArmTable.Find("prcl")!;
        string Hash(ExperimentRequest request, long seed = 0, Arm? other = null) => request.Plan(other ?? arm, seed).Hash;
        var request = Request() with { Protocol = Protocol with { Weights = "../weights/w.safetensors" }, Data = "/a/data/set" };

        Assert.Equal(Hash(request), Hash(request with { Data = "/b/data/set", Set = ["threads=3"] }));
        string[] others =
        [
            Hash(request), Hash(request, seed: 1), Hash(request with { Steps = 5 }), Hash(request with { Set = ["temperature=0.3"] }),
            Hash(request with { Protocol = Protocol }), Hash(request, other: ArmTable.Find("joint")),
        ];
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Fact]
    public void Weights_of_a_protocol_lie_beside_the_data_unless_they_are_a_name()
    {
        var arm = ArmTable.Find("prcl")!;
        string Weights(string text) => (Request() with { Protocol = Protocol with { Weights = text }, Data = "/a/data/set/" }).Plan(arm, 0).Settings.Weights;

        Assert.Equal("/a/weights/w.safetensors", Weights("../weights/w.safetensors"));
        Assert.Equal("/a/data/w.safetensors", Weights("w.safetensors"));
        Assert.Equal("resnet18", Weights("resnet18"));
        Assert.Equal("", Weights(""));
    }

    [Fact]
    public void Progress_tells_the_time_that_is_left_at_the_pace_so_far()
    {
        var time = new FakeTimeProvider();
        using var progress = new ExperimentProgress(new StringWriter(), time);
        var trial = new PlannedTrial("prcl", Request("prcl").Plan(ArmTable.Find("prcl")!, 0));
        progress.Begin([trial]);
        progress.Start(trial);
        Assert.EndsWith("time left unknown yet", progress.Line(), StringComparison.Ordinal);

        time.Advance(TimeSpan.FromMinutes(2));
        progress.Step(trial, 10);

        Assert.Equal("0 of 1 done; prcl, seed 0: step 10 of 40; about 6 min left", progress.Line());
    }

    private static Protocol Protocol { get; } = new() { Domains = ["day"], Steps = 40, Scenes = new StreetProtocol { Frames = [30] } };

    private ExperimentRequest Request(params string[] arms) =>
        new() { ProtocolPath = "p.json", Protocol = Protocol, Arms = arms, Seeds = [0], Out = _folder.FullName };

    private async Task Run(ExperimentRequest request, string? stopAt = null, CancellationTokenSource? stop = null)
    {
        using var progress = new ExperimentProgress(TextWriter.Null, new FakeTimeProvider());
        await new Experiment(request, 1, progress).Run(
            (line, _, cancellationToken) =>
            {
                _ran.Enqueue(One(line));
                if (One(line) == stopAt)
                {
                    stop!.Cancel();
                }

                cancellationToken.ThrowIfCancellationRequested();
                return Task.FromResult(Rows(line));
            },
            stop?.Token ?? Cancelled);
    }

    private static string One(IReadOnlyList<string> line) => line[line.ToList().IndexOf("--one") + 1];

    private static IReadOnlyList<ResultRow> Rows(IReadOnlyList<string> line)
    {
        var (seed, arm) = (One(line).Split(':')[0], One(line).Split(':')[1]);
        return [new ResultRow(new ResultKey(arm, long.Parse(seed, System.Globalization.CultureInfo.InvariantCulture), 1, "day")) { ["miou"] = 30 }];
    }
}
