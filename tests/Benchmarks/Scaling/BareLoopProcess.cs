using System.Diagnostics;
using System.Globalization;
using Prcl.EndToEnd.Processes;
using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using static TorchSharp.torch;

namespace Prcl.Benchmarks.Scaling;

/// <summary>
/// The bare loop as a process of its own (this program, started with <see cref="Name"/>): a line with a number of threads and one of seconds on
/// its standard input makes it train so for so long and answer its steps a second; in between it does nothing.
/// </summary>
internal sealed class BareLoopProcess : IAsyncDisposable
{
    /// <summary>The benchmark's name, which isn't meant for people.</summary>
    public const string Name = "bare-loop";

    private const string Ready = "ready";
    private const int Labelled = 16;
    private const int Unlabelled = 64;
    private const int WarmUp = 2;

    private readonly Process _process;

    private BareLoopProcess(Process process) => _process = process;

    /// <summary>Starts one; answers when it has made its first steps.</summary>
    public static async Task<BareLoopProcess> Started()
    {
        var process = Process.Start(Programs.StartInfo(Environment.ProcessPath!, [Name]))!;
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is null ? "" : line.Data + '\n');
        process.BeginErrorReadLine();
        var said = await process.StandardOutput.ReadLineAsync();
        return said == Ready ? new BareLoopProcess(process) : throw new InvalidOperationException($"the bare loop said '{said}' in the place of '{Ready}'");
    }

    /// <summary>Trains for at least so long.</summary>
    /// <param name="seconds">Of steps that count.</param>
    /// <param name="threads">Of tensor work.</param>
    public async Task<double> StepsPerSecond(double seconds, int threads = 1)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{threads} {seconds}"));
        await _process.StandardInput.FlushAsync();
        var said = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the bare loop has ended");
        return double.Parse(said, CultureInfo.InvariantCulture);
    }

    /// <summary>What the process does.</summary>
    public static Task<object> Serve()
    {
        TensorThreads.Use(1);
        using var learner = new Learner(new TrainingSettings().Steady(), SceneClasses.List.Count, CPU);
        using var steps = new SceneFrames(Labelled, Unlabelled).Loop(learner).Run(long.MaxValue / 2, CancellationToken.None).GetEnumerator();
        Make(steps, WarmUp);
        Console.WriteLine(Ready);
        while (Console.ReadLine() is { } line)
        {
            var asked = Array.ConvertAll(line.Split(' '), number => double.Parse(number, CultureInfo.InvariantCulture));
            TensorThreads.Use((int)asked[0]);
            Console.WriteLine(Rate(steps, asked[1]).ToString("R", CultureInfo.InvariantCulture));
        }

        return Task.FromResult<object>(new { steps = learner.Steps });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static double Rate(IEnumerator<StepResult> steps, double seconds)
    {
        Make(steps, WarmUp);
        var start = Stopwatch.GetTimestamp();
        var made = 0;
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; made++)
        {
            Make(steps, 1);
        }

        var rate = made / Stopwatch.GetElapsedTime(start).TotalSeconds;

        // Another one may still be in its last step, and must not have the machine to itself.
        Make(steps, 1);
        return rate;
    }

    private static void Make(IEnumerator<StepResult> steps, int count)
    {
        for (var i = 0; i < count; i++)
        {
            steps.MoveNext();
        }
    }
}
