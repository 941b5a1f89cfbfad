using System.CommandLine;
using Prcl.Silo.Commands;

namespace Prcl.Silo.Demo;

/// <summary>The options of <c>prcl-silo demo</c>.</summary>
internal static class DemoOptions
{
    public static readonly Option<DirectoryInfo?> Data = new("--data") { Description = "Folder of domains with classes.json; without it, street scenes are drawn." };
    public static readonly Option<string[]> Domains = new("--domains") { Description = "Domains of --data, in the order in which they arrive.", AllowMultipleArgumentsPerToken = true };
    public static readonly Option<string?> Weights = new("--weights") { Description = "Weights to start from: a name (resnet18) or a safetensors file. Without them, drawn scenes start from 'street', learned on other streets by day, and --data from random weights." };
    public static readonly Option<double> Minutes = new("--minutes") { Description = "Minutes from the first step to the end of training.", DefaultValueFactory = _ => 3 };
    public static readonly Option<string> Report = new("--report") { Description = "Folder of the report.", DefaultValueFactory = _ => "./prcl-report" };
    public static readonly Option<long> Seed = new("--seed") { Description = "Seed of every random choice, and of the scenes." };
    public static readonly Option<string?> DataDir = new("--data-dir") { Description = "Empty folder that keeps the run; without it, a temporary one is used and deleted." };
    public static readonly Option<DirectoryInfo[]> Evaluate = new("--evaluate") { Description = "Folders with images/ and labels/ that are looked at only at the end.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    /// <summary>Every option, in the order of the help.</summary>
    public static IEnumerable<Option> All => [Data, Domains, Weights, Minutes, Report, Seed, DataDir, Evaluate, RunSettings.File, RunSettings.Set];

    static DemoOptions()
    {
        Minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.1 and <= 100_000))
            {
                result.AddError("--minutes must be from 0.1 to 100000.");
            }
        });
        Report.Validators.Add(result => RequireText(result, "--report"));
        DataDir.Validators.Add(result => RequireText(result, "--data-dir"));
        Domains.Validators.Add(result =>
        {
            if (result.GetResult(Data) is null)
            {
                result.AddError("--domains needs --data.");
            }
        });
    }

    private static void RequireText(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
        {
            result.AddError($"{name} must name a folder.");
        }
    }
}
