using System.Diagnostics;
using Prcl.Learning.Settings;
using Prcl.Long;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class ExactResumeTests
{
    private const string Checkpoint = "PRCL_TEST_CHECKPOINT";
    private const string After = ".after";

    [LongFact]
    public async Task A_run_resumed_by_another_learner_or_process_equals_one_that_never_stopped_bit_for_bit()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Checkpoint) is null, "This is the other process.");
        var (middle, end) = ResumedRun.Whole(ResumedRun.Settings);
        Assert.NotEqual(middle, end);

        Assert.Equal(end, ResumedRun.From(middle, ResumedRun.Settings));

        var folder = Directory.CreateTempSubdirectory("prcl-resume-");
        try
        {
            var path = Path.Combine(folder.FullName, "checkpoint.safetensors");
            await File.WriteAllBytesAsync(path, middle, TestContext.Current.CancellationToken);
            await RunOtherProcess(path);
            Assert.Equal(end, await File.ReadAllBytesAsync(path + After, TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [LongFact]
    public void A_run_with_a_memory_bank_resumes_bit_for_bit_too()
    {
        var settings = ResumedRun.Settings with { NegativeSource = NegativeSource.Bank, BankSize = 24 };
        var (middle, end) = ResumedRun.Whole(settings);

        Assert.Equal(end, ResumedRun.From(middle, settings));
        Assert.NotEqual(end.Length, ResumedRun.Whole(ResumedRun.Settings).End.Length);
    }

    [Fact]
    public void The_other_process_goes_on_from_the_checkpoint_it_is_given()
    {
        var path = Environment.GetEnvironmentVariable(Checkpoint);
        Assert.SkipWhen(path is null, $"Runs in a process of its own, with {Checkpoint} set by the test above.");

        File.WriteAllBytes(path + After, ResumedRun.From(File.ReadAllBytes(path!), ResumedRun.Settings));
    }

    private static async Task RunOtherProcess(string checkpoint)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Checkpoint] = checkpoint },
        };
        foreach (var argument in new[]
        {
            "exec", typeof(ExactResumeTests).Assembly.Location,
            "-method", $"{typeof(ExactResumeTests).FullName}.{nameof(The_other_process_goes_on_from_the_checkpoint_it_is_given)}",
        })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"The other process ended with {process.ExitCode}:\n{await output}\n{await errors}");
    }
}
