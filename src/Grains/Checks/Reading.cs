using Prcl.Grains.Damage;

namespace Prcl.Grains.Checks;

/// <summary>Reads what may be damaged.</summary>
internal static class Reading
{
    /// <summary>What was read, or why it is damaged; failures of the storage itself pass.</summary>
    public static async Task<(T? Value, string? Fault)> Try<T>(Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return (await read(), null);
        }
        catch (Exception failure) when (Damages.Is(failure))
        {
            return (null, failure.Message);
        }
    }
}
