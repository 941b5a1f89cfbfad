using Orleans.Serialization.TypeSystem;

namespace Prcl.Client.Connection;

/// <summary>
/// Finds types as Orleans does, but answers "none" for one whose assembly only a silo has: an error of such a type then
/// still arrives, with its message, instead of failing on the way in.
/// </summary>
internal sealed class KnownTypes : TypeResolver
{
    private readonly CachedTypeResolver _loadable = new();

    /// <inheritdoc/>
    public override Type ResolveType(string name) => _loadable.ResolveType(name);

    /// <inheritdoc/>
    public override bool TryResolveType(string name, out Type type)
    {
        try
        {
            return _loadable.TryResolveType(name, out type);
        }
        catch (TypeLoadException)
        {
            type = null!;
            return false;
        }
    }
}
