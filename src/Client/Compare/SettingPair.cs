namespace Prcl.Client.Compare;

/// <summary>A setting that differs; null where one doesn't have it.</summary>
internal sealed record SettingPair(string Name, string? A, string? B);
