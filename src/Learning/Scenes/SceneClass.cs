namespace Prcl.Learning.Scenes;

/// <summary>A class of the procedural scenes.</summary>
/// <param name="Id">The id in a label map.</param>
/// <param name="Name">The name that people read.</param>
/// <param name="Colour">The colour in pictures of label maps.</param>
public sealed record SceneClass(ushort Id, string Name, (byte R, byte G, byte B) Colour);
