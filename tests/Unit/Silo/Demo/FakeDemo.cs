using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Contracts.Trainers;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Silo.Demo;
using Prcl.Silo.Reports;

namespace Prcl.Unit.Silo.Demo;

/// <summary>A demo that never ran: a plan and a record with made-up figures.</summary>
internal static class FakeDemo
{
    public static readonly DateTimeOffset Created = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static DemoPlan Plan(int streamed = 60, int evaluation = 10) => new(
        "made-up frames",
        new ClassList([new("road", new(128, 64, 128)), new("sky", new(70, 130, 180)), new("car", new(0, 0, 142))]),
        [Domain("day", 5, streamed, evaluation), Domain("dusk", 0, streamed, evaluation)],
        []);

    public static DemoRecord Record()
    {
        var record = new DemoRecord
        {
            Duration = TimeSpan.FromMinutes(3),
            TotalSteps = 100,
            Created = Created,
            FirstStep = Created.AddSeconds(4),
            Trained = TimeSpan.FromSeconds(120),
            Ending = "the schedule of 100 steps is done",
            EndedAsPlanned = true,
            Pushed = 100,
            History = [Result("day", 1, 30, 14), Result("dusk", 1, 20, 15), Result("day", 2, 40, 64)],
            Prototypes = [Prototype(0, "road", 1, 0, 0), Prototype(1, "sky", 0, 1, 0), new PrototypeView(2, "car", 2, 0, true, [], [], [], 0, 0, [], 0)],
            VirtualNegatives = [[[1, 0.5, 0], [1.5, 0, 0]], [[0, 1, 0.25]], []],
            Status = new RunStatus(
                "demo", RunPhase.Idle, "the schedule of 100 steps is done", 2, 2, 800, new StreamCounts(120, 5, 20, 95, 0, 0, 0), [Trainer()], [], []),
        };
        record.Final.AddRange([Result("day", 2, 45, 130), Result("dusk", 2, double.NaN, 131)]);
        record.Frozen.AddRange([Result("day", 0, 44, 132), Result("dusk", 0, 12, 133)]);
        record.Doubts.Add(Frame());
        record.Extra.Add(Result("fog", 2, 12, 140));
        record.Arrivals.AddRange([new DomainArrival("day", 0, 0), new DomainArrival("dusk", 30, 1)]);
        record.Losses.AddRange(Enumerable.Range(1, 100).Select(i => new StepLosses(i, 3.0 / i, 1.0 / i, 1.0 / i, 1.0 / i, i / 100.0, 0.02, 0.5)));
        record.Frames.Add(Frame());
        return record;
    }

    public static PrototypeView Prototype(int id, string name, params double[] mean) => new(
        id, name, 2, 1000, false, mean, [.. mean.Select(_ => 0.001)], [.. mean.Select(_ => 0.25)], 0.1, 0.2, [new DriftPoint(1, 0.3, 0.4), new DriftPoint(2, 0.1, 0.2)], 0);

    private static TrainerStatus Trainer() => new("demo/silo/cpu", TrainerState.Idle, "", 1, 2, 0, 100, null, 7.5, 100, 120, 0);

    private static EvaluationResult Result(string domain, long version, double miou, double seconds) =>
        new(domain, version, 10, miou, [miou, double.NaN, miou], new long[9], 400 * version, seconds);

    private static PredictedFrame Frame()
    {
        var ids = new ushort[40 * 30];
        var wrong = new ushort[ids.Length];
        wrong[0] = 2;
        ids[1] = 255;
        var picture = new RgbImage(40, 30, new byte[40 * 30 * 3]);
        return new PredictedFrame("day / 0001", picture, new LabelMap(40, 30, ids), new LabelMap(40, 30, wrong), picture);
    }

    private static DemoDomain Domain(string name, int labelled, int streamed, int evaluation) => new(name, Frames(name, "l", labelled), Frames(name, "s", streamed), Frames(name, "e", evaluation));

    private static DemoFrame[] Frames(string domain, string prefix, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new DemoFrame(domain, $"{prefix}{i}", () => [1], () => [2]))];
}
