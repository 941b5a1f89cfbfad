using Orleans.Metadata;

namespace Prcl.Grains.Roles;

/// <summary>The strategy behind <see cref="RequiresRoleAttribute"/>. Its role travels with the grain type's properties.</summary>
public sealed class RoleFilter : Orleans.Placement.PlacementFilterStrategy
{
    private const string RoleProperty = "role";

    /// <summary>A filter whose role is read from the grain's properties.</summary>
    public RoleFilter()
        : this(SiloRoles.None)
    {
    }

    internal RoleFilter(SiloRoles role)
        : base(order: 0) => Role = role;

    internal SiloRoles Role { get; private set; }

    /// <inheritdoc/>
    public override void AdditionalInitialize(GrainProperties properties) => Role = Enum.Parse<SiloRoles>(GetPlacementFilterGrainProperty(RoleProperty, properties)!);

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties) =>
        [new(RoleProperty, Role.ToString())];
}
