using System.Globalization;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.WalkThrough;

/// <summary>What <c>docs/walk-through.md</c> tells a person to type, typed.</summary>
public sealed class WalkThroughTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("prcl-walk-");

    public void Dispose() => _home.Delete(recursive: true);

    [LongFact]
    public async Task Every_command_of_the_walk_through_works()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash here.");
        MakeCamVid();

        var walked = await Walk(new()
        {
            ["PRCL_RUN_ROUND_STEPS"] = "3",
            ["PRCL_RUN_CONTRAST_RAMP_BEGIN"] = "0",
            ["PRCL_RUN_CONTRAST_RAMP_END"] = "0",
            ["PRCL_RUN_THREADS"] = "1",
            ["PRCL_RUN_HEAD_WIDTH"] = "16",
            ["PRCL_RUN_CROP_HEIGHT"] = "33",
            ["PRCL_RUN_CROP_WIDTH"] = "33",
            ["PRCL_RUN_WORKING_SIZE"] = "65",
        });

        Assert.True(walked.ExitCode == 0, $"{walked}\n{Logs()}");
        Assert.Contains("Building", walked.Out, StringComparison.Ordinal);
        Assert.Contains("mIoU", walked.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_home.FullName, "street.safetensors")));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_home.FullName, "predicted"), "*.overlay.png"));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_home.FullName, "next"), "*.mask.png").Length);
    }

    private Task<Finished> Walk(Dictionary<string, string> settings)
    {
        var (silo, gateway, http) = (LoopbackPorts.Next(), LoopbackPorts.Next(), LoopbackPorts.Next());
        var environment = new Dictionary<string, string>(settings)
        {
            ["PRCL_SILO_SILO_PORT"] = Text(silo),
            ["PRCL_SILO_GATEWAY_PORT"] = Text(gateway),
            ["PRCL_SILO_HTTP_PORT"] = Text(http),
            ["PRCL_SILO"] = $"127.0.0.1:{gateway}",
            ["PATH"] = string.Join(':', Path.GetDirectoryName(Programs.Silo), Path.GetDirectoryName(Programs.Client), Environment.GetEnvironmentVariable("PATH")),
        };

        // Whatever a failing command leaves behind ends with the shell; job control, so that the walk's %1 and %2 are what they are to a person.
        string[] script = ["set -eum", "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT", $"cd {_home.FullName}", .. Commands()];
        return Finished.Run("/bin/bash", ["-c", string.Join('\n', script)], environment, Patience);
    }

    private static IEnumerable<string> Commands()
    {
        var (inside, skipped) = (false, false);
        foreach (var line in File.ReadLines(Programs.InRepository("docs/walk-through.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = line == "```sh" && !skipped;
                skipped &= line != "```";
            }
            else if (inside)
            {
                yield return line;
            }
            else
            {
                skipped |= line.StartsWith("<!-- not run by the test", StringComparison.Ordinal);
            }
        }
    }

    // The names and the layout of the data set, with drawn streets in it.
    private void MakeCamVid()
    {
        foreach (var (drive, first, count) in new[] { ("0016E5", 0, 40), ("0006R0", 100, 24), ("0001TP", 200, 2) })
        {
            for (var number = first; number < first + count; number++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{drive}_{number:D5}.png");
                Write("train", name, SceneFiles.Image(number));
                Write("trainannot", name, SceneFiles.Label(number));
            }
        }
    }

    private void Write(string folder, string name, byte[] content) =>
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_home.FullName, "CamVid", folder)).FullName, name), content);

    private string Logs() => string.Join('\n', Directory.GetFiles(_home.FullName, "*.log").Select(f => $"{Path.GetFileName(f)}:\n{File.ReadAllText(f)}"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
