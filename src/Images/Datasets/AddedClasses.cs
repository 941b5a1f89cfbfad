namespace Prcl.Images.Datasets;

/// <summary>Lists of classes that go on where another one ends: what was labelled and learned by the other's ids stays right.</summary>
public static class AddedClasses
{
    /// <summary>What is in the way, as a phrase; null when the first classes of a list are those of another, in their order. Colours are for pictures only and may differ.</summary>
    /// <param name="own">The list that was there.</param>
    /// <param name="grown">The list that goes on.</param>
    public static string? Fault(ClassList own, ClassList grown)
    {
        for (var id = 0; id < own.Count; id++)
        {
            var name = own.Classes[id].Name;
            if (id >= grown.Count)
            {
                return $"its class {id}, '{name}', is missing; classes can be added, but none taken away";
            }

            if (grown.Classes[id].Name != name)
            {
                return $"its class {id} is '{name}', not '{grown.Classes[id].Name}'; new classes come after all of its own";
            }
        }

        return own.Ignore == grown.Ignore ? null : $"it ignores {own.Ignore}, not {grown.Ignore}, and its labels say so";
    }
}
