namespace Prcl.Client.Compare;

/// <summary>A class's IoU in percent; null where it wasn't measured or doesn't occur.</summary>
internal sealed record ClassPair(string Name, double? A, double? B);
