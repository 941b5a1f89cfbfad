namespace Prcl.Images.Datasets;

/// <summary>A file or folder of a data set that can't be used as it is.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Reason">What kind of fault, one word.</param>
/// <param name="Message">One line: what and the rule.</param>
public sealed record PairingFault(string Path, string Reason, string Message);
