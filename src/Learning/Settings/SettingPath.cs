using System.Reflection;

namespace Prcl.Learning.Settings;

/// <summary>Where a setting stands: a property of <see cref="TrainingSettings"/> or of one of the records that compose it.</summary>
/// <param name="group">The property that holds the record; null for a property of the settings themselves.</param>
/// <param name="property">The setting's property.</param>
/// <param name="rule">Its text, unit and range.</param>
internal sealed class SettingPath(PropertyInfo? group, PropertyInfo property, SettingAttribute rule)
{
    /// <summary>The property's name.</summary>
    public string Name => property.Name;

    /// <summary>The property's type.</summary>
    public Type Type => property.PropertyType;

    /// <summary>Its text, unit and range.</summary>
    public SettingAttribute Rule => rule;

    /// <summary>Every setting of a type, in the order of declaration; a record marked as a group stands for its settings.</summary>
    public static IEnumerable<SettingPath> Of(Type type) =>
        type.GetProperties().SelectMany(property => property.IsDefined(typeof(SettingGroupAttribute))
            ? Rules(property.PropertyType).Select(inner => new SettingPath(property, inner.Property, inner.Rule))
            : Rules(type).Where(own => own.Property == property).Select(own => new SettingPath(null, own.Property, own.Rule)));

    /// <summary>The setting's value.</summary>
    public object? Get(TrainingSettings settings) => property.GetValue(Owner(settings));

    /// <summary>Changes settings that nobody else has seen yet.</summary>
    public void Set(TrainingSettings settings, object value) => property.SetValue(Owner(settings), value);

    private static IEnumerable<(PropertyInfo Property, SettingAttribute Rule)> Rules(Type type) =>
        from property in type.GetProperties()
        let rule = property.GetCustomAttribute<SettingAttribute>()
        where rule is not null
        select (property, rule);

    private object Owner(TrainingSettings settings) => group is null ? settings : group.GetValue(settings)!;
}
