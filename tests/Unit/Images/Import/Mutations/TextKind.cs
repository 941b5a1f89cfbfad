namespace Prcl.Unit.Images.Import.Mutations;

/// <summary>How the text of an annotation file is built.</summary>
internal enum TextKind
{
    Json,
    Xml,
    Lines,
    Names,
}
