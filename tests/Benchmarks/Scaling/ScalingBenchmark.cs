using System.Globalization;

namespace Prcl.Benchmarks.Scaling;

/// <summary>
/// Image draws a second of two trainer silos with one thread each against one of them, and against one silo that is everything; beside
/// them two bare loops at once against one, which is what the machine allows. In turns, each turn in the other order than the last.
/// </summary>
internal static class ScalingBenchmark
{
    private const int Labelled = 16;

    /// <param name="turns">Turns of each.</param>
    /// <param name="seconds">Least length of a cluster's window; a bare loop's is two thirds of it.</param>
    /// <param name="roundSteps">H.</param>
    /// <param name="unlabelled">Images of the preloaded stream; when all are trained, replay takes their place.</param>
    public static async Task<object> Run(int turns, int seconds, int roundSteps, int unlabelled)
    {
        var frames = new SceneFrames(Labelled, unlabelled);
        Say($"{frames.Files.Count} images drawn");
        await using var alone = await TrainingSilos.Alone(roundSteps);
        await using var cluster = await TrainingSilos.Clustered(2, roundSteps);
        await using var first = await BareLoopProcess.Started();
        await using var second = await BareLoopProcess.Started();
        await alone.Prepare(frames);
        await cluster.Prepare(frames);
        Say("silos are ready, images are stored");

        List<ClusterTurn> silo = [], one = [], two = [];
        List<double> bareOne = [], bareTwo = [];
        Func<Task>[] legs =
        [
            async () => bareOne.Add(Told("one bare loop", await first.StepsPerSecond(seconds / 1.5))),
            async () => bareTwo.Add(Told("two bare loops", (await Task.WhenAll(first.StepsPerSecond(seconds / 1.5), second.StepsPerSecond(seconds / 1.5))).Sum())),
            async () => silo.Add(await Turn("one silo that is everything", alone, 1, seconds)),
            async () => one.Add(await Turn("one trainer silo", cluster, 1, seconds)),
            async () => two.Add(await Turn("two trainer silos", cluster, 2, seconds)),
        ];
        for (var turn = 0; turn < turns; turn++)
        {
            Say($"turn {turn + 1} of {turns}");
            foreach (var leg in turn % 2 == 0 ? legs : [.. legs.Reverse()])
            {
                await leg();
            }
        }

        return new
        {
            processors = Environment.ProcessorCount,
            turns,
            roundSteps,
            oneSilo = Medians(silo),
            oneTrainer = Medians(one),
            twoTrainers = Medians(two),
            twoTrainersOverOne = Ratio(Rates(two), Rates(one)),
            twoTrainersOverOneSilo = Ratio(Rates(two), Rates(silo)),
            bareStepsPerSecond = Interleaved.Median(bareOne),
            twoBareStepsPerSecond = Interleaved.Median(bareTwo),
            twoBareOverOne = Ratio(bareTwo, bareOne),
            clusterShareOfMachine = Interleaved.Median(Rates(two).Zip(Rates(one), (a, b) => a / b)) / Interleaved.Median(bareTwo.Zip(bareOne, (a, b) => a / b)),
            bytesPerStep = Interleaved.Median(two.Select(t => t.BytesPerStep)),
            allReduceBytesPerStep = cluster.AllReduceBytesPerStep,
        };
    }

    private static async Task<ClusterTurn> Turn(string what, TrainingSilos silos, int trainers, double seconds)
    {
        var turn = await silos.Measure(trainers, seconds);
        await silos.Use(0);
        Say($"  {what}: {turn.ImagesPerSecond:F2} image draws/s, step {turn.StepSeconds:F3} s, outside steps {turn.OutsideSteps:F2} s of a round of {turn.RoundSeconds:F2} s, {turn.BytesPerStep / 1e6:F3} MB a step");
        return turn;
    }

    private static double Told(string what, double rate)
    {
        Say($"  {what}: {rate:F3} steps/s");
        return rate;
    }

    private static IEnumerable<double> Rates(IEnumerable<ClusterTurn> turns) => turns.Select(t => t.ImagesPerSecond);

    private static object Medians(IReadOnlyCollection<ClusterTurn> turns) => new
    {
        imagesPerSecond = Interleaved.Median(Rates(turns)),
        roundSeconds = Interleaved.Median(turns.Select(t => t.RoundSeconds)),
        stepSeconds = Interleaved.Median(turns.Select(t => t.StepSeconds)),
        outsideStepsSeconds = Interleaved.Median(turns.Select(t => t.OutsideSteps)),
    };

    private static object Ratio(IEnumerable<double> rates, IEnumerable<double> over)
    {
        double[] all = [.. rates], bases = [.. over], pairs = [.. all.Zip(bases, (a, b) => a / b)];
        return new { ofMedians = Interleaved.Median(all) / Interleaved.Median(bases), median = Interleaved.Median(pairs), least = pairs.Min(), most = pairs.Max() };
    }

    private static void Say(string line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss} {line}"));
}
