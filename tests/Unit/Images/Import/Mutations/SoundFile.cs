namespace Prcl.Unit.Images.Import.Mutations;

/// <summary>A sound annotation file.</summary>
internal sealed record SoundFile(string Format, string Place, TextKind Kind, string Text);
