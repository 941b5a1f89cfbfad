namespace Prcl.Learning.Scenes;

/// <summary>The classes of the procedural scenes; a class's id is its place in <see cref="List"/>.</summary>
public static class SceneClasses
{
    internal const ushort Sky = 0;
    internal const ushort Building = 1;
    internal const ushort Road = 2;
    internal const ushort Pavement = 3;
    internal const ushort Vegetation = 4;
    internal const ushort Car = 5;
    internal const ushort Person = 6;
    internal const ushort Pole = 7;

    /// <summary>All classes by id. The hues are those that readers of street-scene papers know.</summary>
    public static IReadOnlyList<SceneClass> List { get; } =
    [
        new(Sky, "Sky", (70, 130, 180)),
        new(Building, "Building", (84, 84, 92)),
        new(Road, "Road", (128, 64, 128)),
        new(Pavement, "Pavement", (244, 35, 232)),
        new(Vegetation, "Vegetation", (107, 142, 35)),
        new(Car, "Car", (0, 0, 142)),
        new(Person, "Person", (220, 20, 60)),
        new(Pole, "Pole", (250, 170, 30)),
    ];

    /// <summary>The colours of <see cref="List"/>, by class id.</summary>
    public static IReadOnlyList<(byte R, byte G, byte B)> Palette { get; } = [.. List.Select(c => c.Colour)];
}
