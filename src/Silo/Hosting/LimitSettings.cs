using Prcl.Grains.Limits;

namespace Prcl.Silo.Hosting;

/// <summary>What a silo takes of its machine, whoever asks and however many. 0 is no limit, where it is in the range.</summary>
public sealed record LimitSettings
{
    private const long MegaByte = 1 << 20;
    private const long MegaPixel = 1_000_000;
    private const long GigaByte = 1_000_000_000;

    /// <summary>Megabytes (2²⁰ bytes) of the data folder's disk that stay free of unlabelled images, 0 to 10⁹.</summary>
    public int FreeMegabytes { get; init; } = 1024;

    /// <summary>Millions of pixels that are decoded at once, 1 to 100,000; each takes some 8 bytes.</summary>
    public int DecodedMegapixels { get; init; } = 64;

    /// <summary>Megabytes (2²⁰ bytes) of clients' requests that are on their way or being carried out, 100 to 10⁶.</summary>
    public int RequestMegabytes { get; init; } = 512;

    /// <summary>Runs of the cluster, 1 to 10⁶.</summary>
    public int MaxRuns { get; init; } = 200;

    /// <summary>Classes of a new run, 2 to 65,534.</summary>
    public int MaxClasses { get; init; } = 1000;

    /// <summary>Gigabytes (10⁹ bytes) of a run's image files, 0 to 10⁹.</summary>
    public double RunGigabytes { get; init; }

    /// <summary>Lines that one kind of warning or error may log a minute, 1 to 10⁶.</summary>
    public int LogLines { get; init; } = 60;

    /// <summary>What the grains need to know of it.</summary>
    internal SiloLimits ToSilo() => new()
    {
        FreeBytes = FreeMegabytes * MegaByte,
        DecodedPixels = DecodedMegapixels * MegaPixel,
        Runs = MaxRuns,
        Classes = MaxClasses,
        RunBytes = (long)(RunGigabytes * GigaByte),
    };

    /// <summary>Bytes of requests.</summary>
    internal long RequestBytes => RequestMegabytes * MegaByte;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="HostException">A setting breaks its rule.</exception>
    internal void Checked()
    {
        SettingRules.Range("free-megabytes", FreeMegabytes, 0, 1e9);
        SettingRules.Range("decoded-megapixels", DecodedMegapixels, 1, 1e5);
        SettingRules.Range("request-megabytes", RequestMegabytes, 100, 1e6);
        SettingRules.Range("max-runs", MaxRuns, 1, 1e6);
        SettingRules.Range("max-classes", MaxClasses, 2, 65_534);
        SettingRules.Range("run-gigabytes", RunGigabytes, 0, 1e9);
        SettingRules.Range("log-lines", LogLines, 1, 1e6);
    }
}
