using Prcl.Contracts.Security;

namespace Prcl.Contracts.Runs;

/// <summary>Which runs there are, and which settings a run has. Key: 0.</summary>
[Alias("prcl.IRunCatalogGrain")]
public interface IRunCatalogGrain : IGrainWithIntegerKey
{
    /// <summary>Every run, by name.</summary>
    [Alias("List"), ForClients]
    Task<RunDescription[]> List();

    /// <summary>Every setting of a run: name, unit, range, default, meaning.</summary>
    [Alias("Settings"), ForClients]
    Task<SettingDescription[]> Settings();
}
