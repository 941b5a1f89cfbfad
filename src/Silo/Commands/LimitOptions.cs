using System.CommandLine;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary>What a silo takes of its machine, as options of the host.</summary>
internal static class LimitOptions
{
    private static readonly LimitSettings Defaults = new();
    private static readonly Option<int> Free = ServeOptions.Number("free-megabytes", "Megabytes of the data folder's disk to keep free: with less, unlabelled images are refused, while rounds go on; 0: none.", Defaults.FreeMegabytes);
    private static readonly Option<int> Pixels = ServeOptions.Number("decoded-megapixels", "Millions of pixels decoded at once, some 8 bytes each; more wait.", Defaults.DecodedMegapixels);
    private static readonly Option<int> Requests = ServeOptions.Number("request-megabytes", "Megabytes of clients' requests in flight; more wait, and are refused after a while.", Defaults.RequestMegabytes);
    private static readonly Option<int> Runs = ServeOptions.Number("max-runs", "Runs that there may be.", Defaults.MaxRuns);
    private static readonly Option<int> Classes = ServeOptions.Number("max-classes", "Classes that a new run may have.", Defaults.MaxClasses);
    private static readonly Option<double> Quota = ServeOptions.Number("run-gigabytes", "Gigabytes of image files that a run may have; 0: no limit.", Defaults.RunGigabytes);
    private static readonly Option<int> Lines = ServeOptions.Number("log-lines", "Lines that one kind of warning or error may log a minute; more are counted.", Defaults.LogLines);

    /// <summary>The options, for the command.</summary>
    public static IReadOnlyList<Option> All { get; } = [Free, Pixels, Requests, Runs, Classes, Quota, Lines];

    /// <summary>Reads the settings.</summary>
    public static LimitSettings Read(ParseResult result) => new()
    {
        FreeMegabytes = result.GetValue(Free),
        DecodedMegapixels = result.GetValue(Pixels),
        RequestMegabytes = result.GetValue(Requests),
        MaxRuns = result.GetValue(Runs),
        MaxClasses = result.GetValue(Classes),
        RunGigabytes = result.GetValue(Quota),
        LogLines = result.GetValue(Lines),
    };
}
